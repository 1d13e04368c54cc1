"""At which traffic one way of serving becomes cheaper than another."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise
from typing import Final

from domain.checks import refuse, whole_number
from domain.pricing import Price, PriceBook
from domain.serving.cost import Quote, Refused, quote
from domain.serving.curve import Curve, Order, Span, spans_of
from domain.serving.options import Option, Traffic

MOST_REQUESTS: Final = 1_000_000_000
"""Requests a month up to which is looked by default: 380 a second."""


@dataclass(frozen=True)
class Plan:
    """What is to be compared.

    Attributes:
        options: Ways of serving, no two of one kind.
        traffic: What a request is and when requests come.
        region: Where, for the prices.
        on: The day on which a price must hold.
        most_requests: Requests a month up to which is looked, at least 1.
    """

    options: tuple[Option, ...]
    traffic: Traffic
    region: str
    on: date
    most_requests: int = MOST_REQUESTS

    def __post_init__(self) -> None:
        whole_number("most_requests", self.most_requests, 1)
        kinds = [type(option).__name__ for option in self.options]
        if len(set(kinds)) != len(kinds) or len(kinds) < 2:
            refuse("options", kinds, "at least two, no two of one kind")


@dataclass(frozen=True)
class Comparison:
    """Two options over all traffic that both can serve.

    Attributes:
        first: Name of the one.
        second: Name of the other.
        spans: Adjoining spans of one order each, from 1 request a month on; empty when they share no traffic.
    """

    first: str
    second: str
    spans: tuple[Span, ...]

    @property
    def crossing(self) -> int | None:
        """The first number of requests at which the order is not what it is at 1; ``None`` when it never changes."""
        return self.spans[1].first if len(self.spans) > 1 else None

    @property
    def settled(self) -> int | None:
        """The number of requests from which on the order stays; ``None`` when nothing can be compared or it is open."""
        if not self.spans or self.spans[-1].order == Order.OPEN:
            return None
        return self.spans[-1].first

    @property
    def changes(self) -> int:
        """How often the cheaper option changes; a single point at which they cost the same is no change of its own."""
        orders = [span.order for span in self.spans if span.order != Order.EQUAL or span.last > span.first]
        return sum(1 for left, right in pairwise(orders) if left != right)

    def winner(self, span: Span) -> str | None:
        """The cheaper option of a span, or ``None`` when they cost the same or it is open."""
        return {Order.FIRST: self.first, Order.SECOND: self.second}.get(span.order)


@dataclass(frozen=True)
class CheapestSpan:
    """From ``first`` to ``last`` requests a month the cheapest of all is ``option``; ``None`` where that is open."""

    first: int
    last: int
    option: str | None


@dataclass(frozen=True)
class Analysis:
    """The answer to a plan: what could be priced, what not and why, and who is cheaper when."""

    plan: Plan
    quotes: tuple[Quote, ...]
    refused: tuple[Refused, ...]
    comparisons: tuple[Comparison, ...]
    cheapest: tuple[CheapestSpan, ...]

    @property
    def prices(self) -> tuple[Price, ...]:
        """Every price that a curve stands on, once."""
        return tuple(dict.fromkeys(price for item in self.quotes for price in item.prices))


def analyse(plan: Plan, book: PriceBook) -> Analysis:
    """Compare every two options that can be priced, and find the cheapest of all by traffic."""
    answers = [
        quote(option, plan.traffic, lambda item: book.find(item, plan.region, plan.on)) for option in plan.options
    ]
    quotes = tuple(answer for answer in answers if isinstance(answer, Quote))
    refused = tuple(answer for answer in answers if isinstance(answer, Refused))
    curves = [answer.curve for answer in quotes]
    comparisons = tuple(_compare(one, other, plan.most_requests) for one, other in combinations(curves, 2))
    return Analysis(plan, quotes, refused, comparisons, _cheapest(curves, comparisons, plan.most_requests))


def _compare(one: Curve, other: Curve, most_requests: int) -> Comparison:
    return Comparison(one.option, other.option, spans_of(one, other, most_requests))


def _cheapest(curves: list[Curve], comparisons: tuple[Comparison, ...], most: int) -> tuple[CheapestSpan, ...]:
    """Between two neighbouring changes of any order or ceiling the cheapest stays, so one look at each is enough."""
    starts = {span.first for item in comparisons for span in item.spans}
    starts |= {curve.ceiling + 1 for curve in curves if curve.ceiling is not None and curve.ceiling < most}
    edges = sorted(starts | {1, most + 1})
    found: list[CheapestSpan] = []
    for first, after in pairwise(edges):
        option = _cheapest_at(curves, comparisons, first)
        if option == "":
            continue
        if found and found[-1].option == option and found[-1].last == first - 1:
            found[-1] = replace(found[-1], last=after - 1)
        else:
            found.append(CheapestSpan(first, after - 1, option))
    return tuple(found)


def _cheapest_at(curves: list[Curve], comparisons: tuple[Comparison, ...], requests: int) -> str | None:
    """The cheapest that can serve so many (the first when equal), ``""`` when none can, ``None`` when it is open."""
    able = [curve for curve in curves if curve.ceiling is None or requests <= curve.ceiling]
    if not able:
        return ""
    best = min(able, key=lambda curve: curve.cost(requests)).option
    for item in comparisons:
        if best in (item.first, item.second):
            span = next((span for span in item.spans if span.first <= requests <= span.last), None)
            if span is not None and span.order == Order.OPEN:
                return None
    return best
