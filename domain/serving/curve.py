"""Monthly cost as a function of traffic, and where two such functions change their order: exactly, in whole requests.

Costs are fractions, not floats: a price such as 0.00002 is a decimal, so a point at which two costs are equal is found
as a point, not as a rounding error.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Final

from domain.checks import refuse, text, whole_number

MOST_INTERVALS: Final = 4096
"""Intervals that one comparison looks at. Two staircases of nearly the same slope cross at almost every stair; what is
open after so many is reported as open, never as an order."""


@dataclass(frozen=True)
class Stairs:
    """Something that is bought whole: an instance, a job.

    Attributes:
        usd: What one more costs in a month.
        size: Requests that one serves, at least 1.
        floor: So many are paid for whatever the traffic.
    """

    usd: Fraction
    size: int
    floor: int = 0

    def __post_init__(self) -> None:
        whole_number("size", self.size, 1)
        whole_number("floor", self.floor, 0)

    def count(self, requests: int) -> int:
        """How many are paid for."""
        return max(self.floor, -(-requests // self.size))


@dataclass(frozen=True)
class Curve:
    """What an option costs in a month; never falls when the requests rise.

    Attributes:
        option: Its name.
        fixed: US dollars whatever the traffic.
        per_request: US dollars of one request, up to ``knee``.
        stairs: What is bought whole, if anything.
        knee: Requests after which one costs ``per_request_after``; ``None`` when that never happens.
        per_request_after: See ``knee``.
        ceiling: Most requests that the option can serve in a month; ``None`` when there is no such limit.

    Raises:
        ValueError: A cost is negative, or a limit below 0.
    """

    option: str
    fixed: Fraction = Fraction(0)
    per_request: Fraction = Fraction(0)
    stairs: Stairs | None = None
    knee: int | None = None
    per_request_after: Fraction = Fraction(0)
    ceiling: int | None = None

    def __post_init__(self) -> None:
        text("option", self.option)
        step = self.stairs.usd if self.stairs else Fraction(0)
        for name, value in (
            ("fixed", self.fixed),
            ("per_request", self.per_request),
            ("per_request_after", self.per_request_after),
            ("stairs.usd", step),
        ):
            if value < 0:
                refuse(name, value, "at least 0")
        for name, limit in (("knee", self.knee), ("ceiling", self.ceiling)):
            if limit is not None:
                whole_number(name, limit, 0)

    def cost(self, requests: int) -> Fraction:
        """US dollars of a month with so many requests."""
        whole_number("requests", requests, 0)
        steps = self.stairs.usd * self.stairs.count(requests) if self.stairs else 0
        return self.fixed + self._smooth(requests) + steps

    def _smooth(self, requests: int) -> Fraction:
        if self.knee is None or requests <= self.knee:
            return self.per_request * requests
        return self.per_request * self.knee + self.per_request_after * (requests - self.knee)

    def breaks(self) -> tuple[int, ...]:
        """Requests after which another formula holds, the stairs themselves left out."""
        paid = () if self.stairs is None else (self.stairs.floor * self.stairs.size,)
        return (*paid, *(() if self.knee is None else (self.knee,)))

    def is_straight(self, low: int, high: int) -> bool:
        """Whether no stair lies between two numbers of requests that no break divides."""
        stairs = self.stairs
        return stairs is None or stairs.usd == 0 or stairs.count(low) == stairs.count(high)

    def least(self, requests: int, *, straight: bool) -> Fraction:
        """A straight line below the staircase (the curve itself where it is straight)."""
        if straight or self.stairs is None:
            return self.cost(requests)
        return self.fixed + self._smooth(requests) + self.stairs.usd * Fraction(requests, self.stairs.size)

    def most(self, requests: int, *, straight: bool) -> Fraction:
        """A straight line above the staircase: for whole requests, ceil(n / size) <= (n + size - 1) / size."""
        if straight or self.stairs is None:
            return self.cost(requests)
        size = self.stairs.size
        return self.fixed + self._smooth(requests) + self.stairs.usd * Fraction(requests + size - 1, size)


class Order(StrEnum):
    """Which of two options costs less."""

    FIRST = "first"
    SECOND = "second"
    EQUAL = "equal"
    OPEN = "open"
    """Looked at too many stairs: they alternate, or nearly so."""


@dataclass(frozen=True)
class Span:
    """From ``first`` to ``last`` requests a month, both included, the order is ``order``."""

    first: int
    last: int
    order: Order


def spans_of(one: Curve, other: Curve, most_requests: int) -> tuple[Span, ...]:
    """Divide 1 to ``most_requests`` into spans of one order each.

    Beyond what one of them can serve there is nothing to compare, so the last span ends at the lower ceiling.

    Args:
        one: The first of the two.
        other: The second.
        most_requests: Last number of requests a month that is looked at, at least 1.

    Returns:
        Adjoining spans, no two neighbours of the same order; empty when one of them cannot serve a single request.
    """
    end = min([whole_number("most_requests", most_requests, 1), *_ceilings(one, other)])
    cuts = sorted({cut for curve in (one, other) for cut in curve.breaks() if 0 < cut < end})
    edges = [0, *cuts, end]
    pending = [(low + 1, high) for low, high in pairwise(edges) if low < high]
    decided: list[Span] = []
    looked_at = 0
    while pending and looked_at < MOST_INTERVALS:
        looked_at += len(pending)
        halves: list[tuple[int, int]] = []
        for low, high in pending:
            found = _decide(one, other, low, high)
            decided.extend(found)
            if not found:
                middle = _split(one, other, low, high)
                halves += [(low, middle), (middle + 1, high)]
        pending = halves
    decided += [Span(low, high, Order.OPEN) for low, high in pending]
    return _joined(decided)


def _ceilings(*curves: Curve) -> list[int]:
    return [curve.ceiling for curve in curves if curve.ceiling is not None]


def _decide(one: Curve, other: Curve, low: int, high: int) -> tuple[Span, ...]:
    """The spans of an interval without a break, or nothing when its stairs must be looked at more closely.

    Between their lines below and above, both curves lie; a difference of straight lines has its extremes at the ends.
    """
    straight, other_straight = one.is_straight(low, high), other.is_straight(low, high)
    if straight and other_straight:
        return _straight_spans(one, other, low, high)
    ends = (low, high)
    if all(one.most(n, straight=straight) < other.least(n, straight=other_straight) for n in ends):
        return (Span(low, high, Order.FIRST),)
    if all(one.least(n, straight=straight) > other.most(n, straight=other_straight) for n in ends):
        return (Span(low, high, Order.SECOND),)
    return ()


def _straight_spans(one: Curve, other: Curve, low: int, high: int) -> tuple[Span, ...]:
    """Closed form: the difference of two straight lines has one root, or none, or is 0 throughout."""
    at_low, at_high = one.cost(low) - other.cost(low), one.cost(high) - other.cost(high)
    if _order(at_low) == _order(at_high):
        return (Span(low, high, _order(at_low)),)
    root = low - at_low * (high - low) / (at_high - at_low)
    before, after = -(-root.numerator // root.denominator) - 1, root.numerator // root.denominator + 1
    parts = [Span(low, before, _order(at_low)), Span(after, high, _order(at_high))]
    if root.denominator == 1:
        parts.insert(1, Span(int(root), int(root), Order.EQUAL))
    return tuple(part for part in parts if part.first <= part.last)


def _order(difference: Fraction) -> Order:
    if difference == 0:
        return Order.EQUAL
    return Order.FIRST if difference < 0 else Order.SECOND


def _split(one: Curve, other: Curve, low: int, high: int) -> int:
    """The end of a stair near the middle, of the curve with the wider ones: halves become straight soonest so."""
    middle = (low + high) // 2
    sizes = [c.stairs.size for c in (one, other) if c.stairs is not None and not c.is_straight(low, high)]
    size = max(sizes)
    edge = middle // size * size
    return edge if low <= edge < high else -(-low // size) * size


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """In order, with neighbours of the same order made one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda item: item.first):
        if joined and joined[-1].order == span.order:
            joined[-1] = Span(joined[-1].first, span.last, span.order)
        else:
            joined.append(span)
    return tuple(joined)
