"""A figure that is not known exactly: three of them, one for a quiet month, a usual one and a busy one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount that is not negative.

    Args:
        low: In a quiet month.
        expected: In a usual month.
        high: In a busy month.

    Raises:
        ValueError: The figures are not finite, are negative or are out of order.
    """

    low: float
    expected: float
    high: float

    def __post_init__(self) -> None:
        if not (0 <= self.low <= self.expected <= self.high < math.inf):
            raise ValueError(
                f"low, expected, high = {self.low}, {self.expected}, {self.high} is not accepted: "
                "finite numbers of at least 0, low <= expected <= high"
            )

    @classmethod
    def exactly(cls, value: float) -> Spread:
        """The same in every month."""
        return cls(value, value, value)

    def __add__(self, other: Spread) -> Spread:
        return Spread(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __mul__(self, other: Spread | float) -> Spread:
        if isinstance(other, Spread):
            return Spread(self.low * other.low, self.expected * other.expected, self.high * other.high)
        return Spread(self.low * other, self.expected * other, self.high * other)

    __rmul__ = __mul__

    def between(self, low: float, high: float) -> Spread:
        """The point of each month between two bounds, this being the share of the way; ``low <= high``."""
        width = high - low
        return Spread(*(min(low + share * width, high) for share in (self.low, self.expected, self.high)))

    @property
    def is_nothing(self) -> bool:
        """Whether it is 0 even in a busy month."""
        return self.high == 0


NOTHING = Spread.exactly(0.0)


def total(parts: Iterable[Spread]) -> Spread:
    """The sum; the order of the parts makes no difference beyond the last digit."""
    found = tuple(parts)
    return Spread(
        math.fsum(part.low for part in found),
        math.fsum(part.expected for part in found),
        math.fsum(part.high for part in found),
    )
