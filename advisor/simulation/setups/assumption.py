"""Values that no document of AWS's gives: each named, with a default that the caller can change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

Assumed = Mapping[str, tuple[str, str]]
"""Field to why and source."""


class Assumption(NamedTuple):
    """One of them.

    Args:
        name: The set-up's field.
        value: What the simulation took.
        why: What it stands for, and why it is not known.
        source: Where the default is from; empty when it is a plain guess.
    """

    name: str
    value: object
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Assuming:
    """A set-up that says what it assumes.

    Attributes:
        ASSUMED: Field to why and source.
    """

    ASSUMED: ClassVar[Assumed] = {}

    def assumptions(self) -> tuple[Assumption, ...]:
        """What the simulation takes for granted, with the values of this set-up; what it does not have is left out."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.ASSUMED}
        return tuple(
            Assumption(name, value, *self.ASSUMED[name]) for name, value in values.items() if value is not None
        )
