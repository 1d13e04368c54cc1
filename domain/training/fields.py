"""Reads the fields of a JSON document strictly: nothing unknown, nothing of another type; a refusal names its place."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final, TypeVar

from domain.checks import LARGEST

Value = TypeVar("Value")
_SHOWN: Final = 120
_REQUIRED: Final = object()


class Fields:
    """The fields of one JSON object.

    Args:
        data: The object.
        place: Where it stands in the document, for messages; empty for the whole.
        known: Every accepted field.

    Raises:
        ValueError: It is no object, or has a field that nobody reads.
    """

    def __init__(self, data: Any, place: str, known: Collection[str]) -> None:
        self._place = place
        if not isinstance(data, Mapping):
            # Every refusal of a document is a ValueError.
            raise ValueError(f"{place or 'the document'} is {shown(data)}; accepted: an object with fields")  # noqa: TRY004
        self._data = data
        for field in data:
            if field not in known:
                near = difflib.get_close_matches(str(field), known, n=1)
                hint = f" (did you mean {near[0]!r}?)" if near else ""
                raise ValueError(f"{self.at(str(field)[:_SHOWN])} is unknown{hint}; accepted: {', '.join(known)}")

    def at(self, field: str) -> str:
        """Where a field stands."""
        return f"{self._place}.{field}" if self._place else field

    def has(self, field: str) -> bool:
        """Whether a field is there and not null."""
        return self._data.get(field) is not None

    def raw(self, field: str, default: Any = _REQUIRED) -> Any:
        """The value as it stands; ``default`` where it is absent or null."""
        value = self._data.get(field)
        if value is None and default is _REQUIRED:
            raise ValueError(f"{self.at(field)} is missing")
        return default if value is None else value

    def text(self, field: str, default: Any = _REQUIRED, *, longest: int = 256) -> str:
        """A non-empty text."""
        value = self.raw(field, default)
        if not isinstance(value, str) or not 1 <= len(value) <= longest:
            self.refuse(field, value, f"a text of 1 to {longest} characters")
        return str(value)

    def choice(
        self, field: str, kind: Callable[[str], Value], names: Collection[str], default: Any = _REQUIRED
    ) -> Value:
        """One of a few names, as what ``kind`` makes of it."""
        value = self.raw(field, default)
        if value not in tuple(names):
            self.refuse(field, value, ", ".join(names))
        return kind(value)

    def flag(self, field: str, *, default: bool) -> bool:
        """True or false."""
        value = self.raw(field, default)
        if not isinstance(value, bool):
            self.refuse(field, value, "true or false")
        return bool(value)

    def whole(self, field: str, low: int, high: int, default: Any = _REQUIRED) -> int:
        """A whole number within a range."""
        value = self.raw(field, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.refuse(field, value, f"a whole number from {low} to {high}")
        return int(value)

    def number(self, field: str, low: float, high: float, default: Any = _REQUIRED) -> float:
        """A finite number within a range."""
        value = self.raw(field, default)
        # Compared, not converted: an int may be larger than any float.
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            self.refuse(field, value, f"a number from {low:g} to {high:g}")
        return float(value)

    def optional_number(self, field: str) -> float | None:
        """A finite number, or None where it is absent or null."""
        return self.number(field, -LARGEST, LARGEST) if self.has(field) else None

    def objects(self, field: str, most: int) -> Iterator[tuple[str, Any]]:
        """The items of a list with their places; nothing where it is absent."""
        found = self.raw(field, [])
        if not isinstance(found, (list, tuple)) or len(found) > most:
            self.refuse(field, found, f"a list of at most {most}")
        return ((f"{self.at(field)}[{index}]", item) for index, item in enumerate(found))

    def refuse(self, field: str, value: Any, accepted: str) -> None:
        """Raise the error of a field.

        Raises:
            ValueError: Always.
        """
        raise ValueError(f"{self.at(field)} is {shown(value)}; accepted: {accepted}")


def read_object(text: str | bytes, what: str) -> Any:
    """Parse JSON without NaN and Infinity, which JSON does not have.

    Raises:
        ValueError: It is something else; the message starts with ``what``.
    """

    def no_constant(name: str) -> None:
        raise ValueError(f"{name} is no number of JSON")

    try:
        return json.loads(text, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{what} is no JSON: {error}") from error


def shown(value: object) -> str:
    """A value for a message, cut to a length that fits one."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."
