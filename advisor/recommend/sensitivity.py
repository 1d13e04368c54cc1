"""Where the answer changes: with the traffic, with the target, with prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from advisor.recommend.arrivals import scaled
from advisor.recommend.candidates import Candidate, State
from advisor.recommend.judging import Question, candidates_of, ordered, scored
from advisor.recommend.load import Load, load_of
from advisor.recommend.month import INSTANCES
from advisor.recommend.size import NoSizeError, Request, Sized
from advisor.recommend.sizing import sizes_of
from advisor.recommend.standing import Standing, best_of, standings_of
from domain.advice.usage import Costed
from domain.patterns import Pattern

FACTORS: Final = (0.1, 0.3, 3.0, 10.0)
MOST_SIMULATED: Final = 150_000
"""Requests of a simulated variation; above it the cost follows from sizes, and the latency stays."""
TARGETS: Final = 10.0
"""The target is looked at from a tenth to ten times of what it is."""
TARGET_STEPS: Final = 240
"""Each 2 % above the one before."""
HALVINGS: Final = 40
CURVE: Final = (0.01, 30.0)
CURVE_POINTS: Final = 181
"""Factors of the traffic for which a picture has costs."""


@dataclass(frozen=True)
class TrafficRow:
    """The answer at other traffic; the budget grows with it, and never shrinks.

    Attributes:
        factor: Requests by those of now.
        choice: The best pattern that fits, or ``None``.
        monthly_usd: What it costs.
        p99_ms: Its p99.
        cheapest: The cheapest of all that have a price and hold target and loss, or ``None``.
        simulated: Whether it was simulated; otherwise sized, with the latency of now.
        note: Why what is best now does not fit then, when nothing does.
    """

    factor: float
    choice: Pattern | None
    monthly_usd: float | None
    p99_ms: float | None
    cheapest: Pattern | None
    simulated: bool
    note: str = ""


@dataclass(frozen=True)
class TargetSpan:
    """Between two targets the choice is the same; ``None`` where nothing fits."""

    from_ms: float
    to_ms: float
    choice: Pattern | None


@dataclass(frozen=True)
class PriceShift:
    """By which factor one cost has to change for the order of two patterns to turn; ``None``: it never does."""

    first: Pattern
    second: Pattern
    first_dearer: float | None
    second_cheaper: float | None


def by_traffic(question: Question, found: tuple[Candidate, ...]) -> tuple[TrafficRow, ...]:
    """The answer at a tenth to ten times of the traffic."""
    now = found[0].pattern
    rows = [_row(1.0, found, now, simulated=True)]
    for factor in FACTORS:
        workload = question.workload
        allowed = workload.monthly_budget_usd * max(1.0, factor)
        other_budget = workload.model_copy(update={"monthly_budget_usd": allowed})
        if question.trace.requests * factor <= MOST_SIMULATED:
            trace = scaled(question.trace, factor, question.seed)
            other = replace(question, workload=other_budget, trace=trace, load=load_of(trace))
            rows.append(_row(factor, candidates_of(other), now, simulated=True))
        else:
            other = replace(question, workload=other_budget, load=_times(question.load, factor))
            grown = ordered([_grown(candidate, other, factor) for candidate in found])
            rows.append(_row(factor, grown, now, simulated=False))
    return tuple(sorted(rows, key=lambda row: row.factor))


def _row(factor: float, found: tuple[Candidate, ...], now: Pattern, *, simulated: bool) -> TrafficRow:
    best = found[0] if found[0].state == State.FITS else None
    fits = [item for item in found if item.state == State.FITS and item.monthly_usd is not None]
    cheapest = min(fits, key=lambda item: item.monthly_usd or 0.0).pattern if fits else None
    if best is None or best.outcome is None:
        failed = next(item for item in found if item.pattern == now)
        note = f"{now}: {'; '.join(failed.reasons)}"
        return TrafficRow(factor, None, None, None, cheapest, simulated, note)
    return TrafficRow(factor, best.pattern, best.monthly_usd, best.outcome.p99_ms, cheapest, simulated)


def _times(load: Load, factor: float) -> Load:
    rates = {name: getattr(load, name) * factor for name in ("average_rps", "peak_rps", "burst_rps")}
    return replace(load, requests=round(load.requests * factor), **rates)


def _grown(candidate: Candidate, question: Question, factor: float) -> Candidate:
    """A pattern at other traffic without a simulation: the size follows from the rates, the cost from the size."""
    if candidate.sized is None or candidate.timing is None or candidate.outcome is None or candidate.costed is None:
        return candidate
    try:
        sizes = sizes_of(candidate.pattern, Request(question.workload, question.load, candidate.timing))
    except NoSizeError as error:
        return Candidate(candidate.pattern, State.UNKNOWN, (str(error),), candidate.timing)
    sized = sizes[min(candidate.step, len(sizes) - 1)]
    if sized.capacity_rps < question.load.burst_rps:
        reason = f"{sized.capacity_rps:,.1f} requests/s at most; bursts are of {question.load.burst_rps:,.1f}"
        return Candidate(candidate.pattern, State.EXCLUDED, (reason,), candidate.timing)
    costed = _costed(candidate.costed, _growth(candidate, sized, factor))
    made = replace(candidate, sized=sized, costed=costed)
    return scored(made, question.workload, question.load.burst_rps)


def _growth(candidate: Candidate, sized: Sized, factor: float) -> float:
    """What is paid for as long as it is there grows with the size; what is paid by use with the requests."""
    by_size = candidate.pattern in INSTANCES or candidate.pattern == Pattern.BEDROCK_PROVISIONED
    before = candidate.sized.capacity_rps if candidate.sized else 0.0
    return sized.capacity_rps / before if by_size and before else factor


def _costed(costed: Costed, growth: float) -> Costed:
    lines = tuple(
        line if line.price is None else replace(line, quantity=line.quantity * growth, usd=line.usd * growth)
        for line in costed.lines
    )
    total = None if costed.total_usd is None else sum(line.usd for line in lines)
    return Costed(lines, total, costed.unpriced)


def cost_curves(question: Question, found: tuple[Candidate, ...]) -> Mapping[Pattern, tuple[tuple[float, float], ...]]:
    """What a month costs by the traffic's factor, as far as each pattern can serve it: sized, not simulated."""
    curves: dict[Pattern, list[tuple[float, float]]] = {}
    for step in range(CURVE_POINTS):
        factor = CURVE[0] * (CURVE[1] / CURVE[0]) ** (step / (CURVE_POINTS - 1))
        other = replace(question, load=_times(question.load, factor))
        for candidate in found:
            grown = _grown(candidate, other, factor)
            if grown.sized is not None and grown.monthly_usd is not None:
                curves.setdefault(candidate.pattern, []).append((factor, grown.monthly_usd))
    return {pattern: tuple(points) for pattern, points in curves.items()}


def by_target(question: Question, found: tuple[Candidate, ...]) -> tuple[TargetSpan, ...]:
    """The choice by the target, with the sizes as they are: where a p99 passes it, and where scores cross."""
    workload = question.workload
    standings = [(one, 1.0) for one in standings_of(found, workload)]
    low, high = workload.target_p99_ms / TARGETS, workload.target_p99_ms * TARGETS
    spans: list[TargetSpan] = []
    for step in range(TARGET_STEPS + 1):
        target = low * (high / low) ** (step / TARGET_STEPS)
        choice = best_of(standings, workload.model_copy(update={"target_p99_ms": target}))
        if spans and spans[-1].choice == choice:
            spans[-1] = replace(spans[-1], to_ms=target)
        else:
            spans.append(TargetSpan(target, target, choice))
    return tuple(spans)


def by_price(question: Question, found: tuple[Candidate, ...]) -> tuple[PriceShift, ...]:
    """How far costs may move before the choice is another one."""
    fits = standings_of((item for item in found if item.state == State.FITS), question.workload)
    return tuple(_shift(question, fits[0], other) for other in fits[1:])


def _shift(question: Question, first: Standing, second: Standing) -> PriceShift:
    def turned(up: float, down: float) -> bool:
        return best_of([(first, up), (second, down)], question.workload) == second.pattern

    dearer = _smallest(lambda share: turned(1 + share, 1.0), 99.0)
    cheaper = _smallest(lambda share: turned(1.0, 1 - share), 1.0)
    up, down = None if dearer is None else 1 + dearer, None if cheaper is None else 1 - cheaper
    return PriceShift(first.pattern, second.pattern, up, down)


def _smallest(turned: Callable[[float], bool], most: float) -> float | None:
    """The smallest share at which it turns; it does not turn back: a higher cost never scores better."""
    if not turned(most):
        return None
    low, high = 0.0, most
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if turned(middle) else (middle, high)
    return high
