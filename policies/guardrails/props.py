"""Three-valued access to a resource's properties: missing, unknown until the update, or a value.

A rule never sees the SDK's proxies and never meets an exception for an unknown value. Reading an unknown value notes
its path in a ``Reads`` log and answers None, so a rule goes on to the values that are known; what it could not see is
reported by ``evaluate`` as deferred. Presence is not a read: an unknown value is present.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Final, TypeAlias

Plain: TypeAlias = object
"""A decoded property: dict, list, str, float, bool, None, an asset's description, or one of the marks below."""


class Mark(Enum):
    """What stands where no value is."""

    MISSING = "missing"
    UNKNOWN = "unknown"


MISSING: Final = Mark.MISSING
UNKNOWN: Final = Mark.UNKNOWN

UNKNOWN_SENTINELS: Final = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)
"""How the engine writes an unknown boolean, number, string, array, asset, archive and object.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
"""


_SENTINEL_LENGTH: Final = 36


@dataclass(frozen=True)
class Secret:
    """A value that the engine keeps secret. Rules compare it; no message shows it."""

    value: Plain = field(repr=False)


class MalformedPropertyError(ValueError):
    """A property whose shape no rule can read. The text names the path and never the value."""

    def __init__(self, path: str, expected: str) -> None:
        super().__init__(f"{path or 'the resource'} is not {expected}")
        self.path = path
        self.expected = expected


class _TooDeepError(Exception):
    """A document that is nested deeper than ``_DEEPEST``."""


_DEEPEST: Final = 100
"""Far more than AWS takes; Python itself gives up near a thousand, a rule that walks through a document before that."""

Reads: TypeAlias = list[str]
"""Paths of the unknown values that a rule asked for, in order."""


class Props:
    """A property, or all of them, with its path. Immutable; children are made on access.

    Args:
        raw: Decoded value.
        path: Where it is, for example ``policy.Statement[0].Action``.
        reads: Log that unknown reads go to; shared with the children.
        secret: True when the value lies inside a secret.
    """

    __slots__ = ("_raw", "_reads", "_secret", "path")

    def __init__(self, raw: Plain, path: str = "", reads: Reads | None = None, *, secret: bool = False) -> None:
        while type(raw) is Secret:
            raw, secret = raw.value, True
        if type(raw) is str and len(raw) == _SENTINEL_LENGTH and raw in UNKNOWN_SENTINELS:
            raw = UNKNOWN  # the length is asked first: hashing each long text would cost more than the rules
        self._raw = MISSING if raw is None else raw
        self.path = path
        self._reads: Reads = [] if reads is None else reads
        self._secret = secret

    @property
    def missing(self) -> bool:
        """True when the property is absent or null. An unknown value is not missing."""
        return self._raw is MISSING

    @property
    def unknown(self) -> bool:
        """True when the value cannot be known before the update. Asking this is not a read."""
        return self._raw is UNKNOWN

    @property
    def present(self) -> bool:
        """True when there is a value, known or not."""
        return self._raw is not MISSING

    def defer(self) -> None:
        """Note that the rule waits for this value."""
        self._reads.append(self.path)

    @property
    def is_map(self) -> bool:
        """True for a known object."""
        return isinstance(self._raw, Mapping)

    @property
    def is_text(self) -> bool:
        """True for a known string."""
        return isinstance(self._raw, str)

    def _child(self, raw: Plain, path: str) -> Props:
        return Props(raw, path, self._reads, secret=self._secret)

    def _known(self) -> bool:
        """Note the read when the value is unknown; False unless there is a value."""
        if self._raw is UNKNOWN:
            self._reads.append(self.path)
            return False
        return self._raw is not MISSING

    def __getitem__(self, key: str) -> Props:
        """The property at dotted keys; a list of one stands for its element, as AWS types come in both shapes.

        Raises:
            MalformedPropertyError: A scalar stands where an object is expected.
        """
        if "." not in key:
            return self._step(key)
        node = self
        for part in key.split("."):
            node = node._step(part)
        return node

    def _step(self, key: str) -> Props:
        raw = self._raw
        if type(raw) is dict:
            path = f"{self.path}.{key}" if self.path else key
            return Props(raw.get(key, MISSING), path, self._reads, secret=self._secret)
        if isinstance(raw, list) and len(raw) == 1:
            return self._child(raw[0], f"{self.path}[0]")._step(key)
        if raw is UNKNOWN:
            return self  # the part of an unknown is unknown, and the path to report is the one that is known to exist
        path = f"{self.path}.{key}" if self.path else key
        if raw is MISSING:
            return self._child(MISSING, path)
        if not isinstance(raw, Mapping):
            raise MalformedPropertyError(self.path, "an object")
        return self._child(raw.get(key, MISSING), path)

    def any_case(self, key: str) -> Iterator[Props]:
        """Every property whose name is ``key`` in any letter case (policy documents are written in several)."""
        if not self._known():
            return
        if not isinstance(self._raw, Mapping):
            raise MalformedPropertyError(self.path, "an object")
        wanted = key.lower()
        for name, raw in self._raw.items():
            if name == key or (isinstance(name, str) and name.lower() == wanted):
                yield self._child(raw, f"{self.path}.{name}" if self.path else name)

    def items(self) -> Iterator[tuple[str, Props]]:
        """Name and value of each entry of an object, without the engine's ``__`` names; none if missing or unknown."""
        if not self._known():
            return
        if not isinstance(self._raw, Mapping):
            raise MalformedPropertyError(self.path, "an object")
        for name, raw in self._raw.items():
            if not str(name).startswith("__"):
                yield str(name), self._child(raw, f"{self.path}.{name}" if self.path else str(name))

    def each(self) -> Iterator[Props]:
        """The elements of a list; a single value counts as a list of one; nothing when missing or unknown."""
        if not self._known():
            return
        if isinstance(self._raw, list | tuple):
            for index, raw in enumerate(self._raw):
                yield self._child(raw, f"{self.path}[{index}]")
        else:
            yield self

    def text(self) -> str | None:
        """The string, or None when missing or unknown."""
        if not self._known():
            return None
        if not isinstance(self._raw, str):
            raise MalformedPropertyError(self.path, "a string")
        return self._raw

    def texts(self) -> list[str]:
        """The known strings of a list or of a single value, nested lists included; unknown ones are noted."""
        found: list[str] = []
        for element in self.each():
            if isinstance(element._raw, list | tuple):
                found += element.texts()
            elif (text := element.text()) is not None:
                found.append(text)
        return found

    def scalars(self) -> list[str]:
        """The known values of a condition as lower-case text: strings, numbers and booleans alike."""
        return [str(node._raw).lower() for node in self.each() if node._known()]

    def number(self) -> float | None:
        """The number, or None when missing, unknown or "". A string of digits counts, as the engine converts it too."""
        if not self._known():
            return None
        raw = self._raw
        if raw == "":  # how the provider writes an output that has no number
            return None
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            raise MalformedPropertyError(self.path, "a number")
        try:
            value = float(raw)
        except ValueError:
            raise MalformedPropertyError(self.path, "a number") from None
        except OverflowError:
            raise MalformedPropertyError(self.path, "a finite number") from None
        if not math.isfinite(value):
            raise MalformedPropertyError(self.path, "a finite number")
        return value

    def flag(self) -> bool | None:
        """The boolean, or None when missing or unknown. The strings "true" and "false" count."""
        if not self._known():
            return None
        if isinstance(self._raw, bool):
            return self._raw
        if isinstance(self._raw, str) and self._raw.lower() in {"true", "false"}:
            return self._raw.lower() == "true"
        raise MalformedPropertyError(self.path, "a boolean")

    def document(self) -> Props:
        """A JSON document, given as text or as an object, as an object. Text in it that carries an unknown is unknown.

        Raises:
            MalformedPropertyError: The text is not JSON, or it is nested deeper than any document of AWS.
        """
        try:
            if not isinstance(self._raw, str):
                return self._child(_with_unknowns(self._raw), self.path)
            return self._child(_parsed(self._raw), self.path)
        except (_TooDeepError, RecursionError):
            raise MalformedPropertyError(self.path, f"nested less than {_DEEPEST} times") from None
        except ValueError:
            raise MalformedPropertyError(self.path, "valid JSON") from None

    def show(self) -> str:
        """The value for a message, shortened; "[secret]" in place of anything secret."""
        if self._secret or isinstance(self._raw, Secret):
            return "[secret]"
        if isinstance(self._raw, Mark):
            return self._raw.value
        raw = self._raw
        if isinstance(raw, bool):
            return str(raw).lower()
        if isinstance(raw, float) and raw.is_integer():
            return str(int(raw))
        text = (
            raw
            if isinstance(raw, str)
            else "a list"
            if isinstance(raw, Sequence)
            else "an object"
            if isinstance(raw, Mapping)
            else str(raw)
        )
        return text if len(text) <= 80 else f"{text[:77]}..."


@lru_cache(maxsize=128)
def _parsed(text: str) -> Plain:
    """The document that a text holds; kept, as the rules of a type read the same one after the other.

    Raises:
        ValueError: The text is not JSON.
    """
    raw = json.loads(text)
    if isinstance(raw, str):  # a document that was encoded twice is still a document
        raw = json.loads(raw)
    deep = text.count("[") + text.count("{") >= _DEEPEST  # only then is the walk needed to find out
    return _with_unknowns(raw) if deep or any(sentinel in text for sentinel in UNKNOWN_SENTINELS) else raw


def _with_unknowns(raw: Plain, depth: int = 0) -> Plain:
    """Replace each string that carries an unknown sentinel, whole or inside, by UNKNOWN.

    Raises:
        _TooDeepError: The document is nested so deep that a rule could not walk through it.
    """
    if isinstance(raw, str):
        return UNKNOWN if any(sentinel in raw for sentinel in UNKNOWN_SENTINELS) else raw
    if isinstance(raw, list | Mapping) and depth >= _DEEPEST:
        raise _TooDeepError
    if isinstance(raw, list):
        return [_with_unknowns(element, depth + 1) for element in raw]
    if isinstance(raw, Mapping):
        return {key: _with_unknowns(value, depth + 1) for key, value in raw.items()}
    return raw
