"""How far a break-even point moves when an input is wrong by a fifth, and which input moves it most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from domain.pricing import PriceBook
from domain.serving.break_even import Analysis, Comparison, Plan, analyse
from domain.serving.options import exact

OFF_BY: Final = Fraction(1, 5)
"""How wrong each input is taken to be."""
SAME_WEIGHT: Final = 0.01
"""Inputs whose moves differ by less, relative to the crossing, weigh the same."""
DURATION: Final = "duration of a request"
KNOBS: Final[Mapping[str, tuple[str, ...]]] = {
    "memory or price of serverless": ("sagemaker.serverless/",),
    "price of the real-time instance": ("sagemaker.hosting/",),
    "price of the batch instance": ("sagemaker.transform/",),
    "memory or price of Lambda": ("lambda/duration", "lambda/provisioned"),
    "price of data": ("sagemaker.data/",),
}
"""Inputs, and the prices that each scales. What is paid is memory times time times price, so memory and the price of a
GB-second move a crossing alike; real memory comes in steps (1 GB for serverless)."""


@dataclass(frozen=True)
class Shift:
    """Where the first crossing of two options goes when one input is a fifth lower or higher.

    Attributes:
        knob: The input.
        lower: Requests a month at the crossing with the input a fifth lower; ``None`` when they do not cross then.
        higher: The same with the input a fifth higher.
    """

    knob: str
    lower: int | None
    higher: int | None

    def weight(self, base: int) -> float:
        """The larger of the two moves relative to ``base``; infinite when a crossing vanishes."""
        if self.lower is None or self.higher is None:
            return float("inf")
        return max(abs(self.lower - base), abs(self.higher - base)) / base


@dataclass(frozen=True)
class Sensitivity:
    """How the first crossing of two options, at ``base`` requests a month, moves; the heaviest input first."""

    first: str
    second: str
    base: int
    shifts: tuple[Shift, ...]

    @property
    def dominant(self) -> tuple[str, ...]:
        """The inputs that move the crossing most; several when they weigh the same."""
        weights = [shift.weight(self.base) for shift in self.shifts]
        top = max(weights, default=0.0)
        return tuple(
            shift.knob
            for shift, weight in zip(self.shifts, weights, strict=True)
            if weight == top or weight > top - SAME_WEIGHT
        )


def sensitivities(analysis: Analysis, book: PriceBook) -> tuple[Sensitivity, ...]:
    """For every two options that cross: what a fifth less and a fifth more of each input does to the first crossing.

    Args:
        analysis: What ``domain.serving.break_even.analyse`` said of the plan.
        book: The prices that it was made with.
    """
    used = [knob for knob, items in KNOBS.items() if any(price.item.startswith(items) for price in analysis.prices)]
    changed = [
        (knob, _with(analysis.plan, book, knob, 1 - OFF_BY), _with(analysis.plan, book, knob, 1 + OFF_BY))
        for knob in (DURATION, *used)
    ]
    return tuple(
        Sensitivity(pair.first, pair.second, pair.crossing, tuple(_shifts(pair, pair.crossing, changed)))
        for pair in analysis.comparisons
        if pair.crossing is not None
    )


def _shifts(pair: Comparison, base: int, changed: list[tuple[str, Analysis, Analysis]]) -> list[Shift]:
    moved: Iterator[Shift] = (Shift(knob, _crossing(less, pair), _crossing(more, pair)) for knob, less, more in changed)
    return sorted((shift for shift in moved if shift.weight(base)), key=lambda shift: -shift.weight(base))


def _with(plan: Plan, book: PriceBook, knob: str, factor: Fraction) -> Analysis:
    if knob == DURATION:
        options = tuple(replace(item, duration_ms=float(exact(item.duration_ms) * factor)) for item in plan.options)
        return analyse(replace(plan, options=options), book)
    prices = tuple(
        replace(price, usd=float(exact(price.usd) * factor)) if price.item.startswith(KNOBS[knob]) else price
        for price in book.prices
    )
    return analyse(plan, PriceBook(prices))


def _crossing(analysis: Analysis, pair: Comparison) -> int | None:
    same = (item for item in analysis.comparisons if (item.first, item.second) == (pair.first, pair.second))
    return next((item.crossing for item in same), None)
