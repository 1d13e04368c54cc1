"""The properties of a resource, asked by name. What is unknown is never taken for absent: asking for it is an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, overload

from advisor.errors import NotKnownError
from advisor.stack.plain import UNKNOWN

MOST: Final = 1e12
"""No property that is priced is larger: a larger one is a mistake, and products of it would be no numbers."""


class Properties:
    """An object of properties.

    Args:
        values: Decoded.
        path: Where the object is in its resource, for messages.
    """

    __slots__ = ("path", "values")

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self.values = values
        self.path = path

    def has(self, name: str) -> bool:
        """Whether the property is there, known or not."""
        return self.values.get(name) is not None

    def is_unknown(self, name: str) -> bool:
        """Whether the property is there and its value is not known."""
        return self.values.get(name) is UNKNOWN

    @overload
    def number(self, name: str, default: float) -> float: ...
    @overload
    def number(self, name: str, default: None = None) -> float | None: ...
    def number(self, name: str, default: float | None = None) -> float | None:
        """A number that is not negative; texts such as ``"3"`` are read too.

        Raises:
            NotKnownError: It is unknown, or no such number.
        """
        value = self._value(name)
        if value is None:
            return default
        try:
            found = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else -1.0
        except ValueError:
            found = -1.0
        if not 0 <= found <= MOST:
            raise self._misshapen(name, value, "a number of at least 0")
        return found

    def required_number(self, name: str) -> float:
        """A number that must be there.

        Raises:
            NotKnownError: It is missing, unknown, or no number of at least 0.
        """
        found = self.number(name)
        if found is None:
            raise NotKnownError(f"{self._at(name)} is not there")
        return found

    @overload
    def text(self, name: str, default: str) -> str: ...
    @overload
    def text(self, name: str, default: None = None) -> str | None: ...
    def text(self, name: str, default: str | None = None) -> str | None:
        """A text.

        Raises:
            NotKnownError: It is unknown, or no text.
        """
        value = self._value(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self._misshapen(name, value, "a text")
        return value

    def required_text(self, name: str) -> str:
        """A text that must be there.

        Raises:
            NotKnownError: It is missing, unknown, or no text.
        """
        found = self.text(name)
        if not found:
            raise NotKnownError(f"{self._at(name)} is not there")
        return found

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean.

        Raises:
            NotKnownError: It is unknown, or no boolean.
        """
        value = self._value(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self._misshapen(name, value, "true or false")
        return value

    def child(self, name: str) -> Properties | None:
        """An object, or ``None``.

        Raises:
            NotKnownError: It is unknown, or no object.
        """
        value = self._value(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise self._misshapen(name, value, "an object")
        return Properties(value, self._at(name))

    def children(self, name: str) -> Iterator[Properties]:
        """The objects of a list; none when it is not there.

        Raises:
            NotKnownError: The list or one of them is unknown, or has another shape.
        """
        for number, value in enumerate(self.elements(name)):
            if value is UNKNOWN:
                raise NotKnownError(f"{self._at(name)}[{number}] is not known before the deployment")
            if not isinstance(value, Mapping):
                raise self._misshapen(f"{name}[{number}]", value, "an object")
            yield Properties(value, f"{self._at(name)}[{number}]")

    def elements(self, name: str) -> list[Any]:
        """A list whose elements may be unknown themselves; empty when it is not there.

        Raises:
            NotKnownError: The list is unknown, or no list.
        """
        value = self._value(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._misshapen(name, value, "a list")
        return value

    def _value(self, name: str) -> Any:
        value = self.values.get(name)
        if value is UNKNOWN:
            raise NotKnownError(f"{self._at(name)} is not known before the deployment")
        return value

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _misshapen(self, name: str, value: object, accepted: str) -> NotKnownError:
        return NotKnownError(f"{self._at(name)} = {str(value)[:60]!r} cannot be read; accepted: {accepted}")
