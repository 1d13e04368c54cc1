"""A length of time that is known as two figures: what is to be expected, and the worst case."""

from __future__ import annotations

from dataclasses import dataclass

from domain.checks import finite_number, refuse


@dataclass(frozen=True)
class Span:
    """Seconds.

    Attributes:
        expected_s: The mean over the moment at which a Region is lost; a drill measures something near it.
        worst_s: What is not exceeded; an objective is met by this one.
    """

    expected_s: float
    worst_s: float

    def __post_init__(self) -> None:
        """Refuse what is no span.

        Raises:
            ValueError: Not two finite numbers of at least 0, or a worst case that is better than the expected one.
        """
        finite_number("expected_s", self.expected_s, 0)
        finite_number("worst_s", self.worst_s, 0)
        if self.worst_s < self.expected_s:
            refuse("worst_s", self.worst_s, f"at least expected_s = {self.expected_s:g}")

    def __add__(self, other: Span) -> Span:
        """One after the other."""
        return Span(self.expected_s + other.expected_s, self.worst_s + other.worst_s)


def exactly(seconds: float) -> Span:
    """A span that is the same in every case."""
    return Span(seconds, seconds)


def once_in(interval_s: float) -> Span:
    """The wait for something that comes once in an interval: half of it on average, all of it at worst."""
    return Span(interval_s / 2, interval_s)
