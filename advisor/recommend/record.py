"""The decision record: what was asked, what was found, what was chosen, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.recommend.assumptions import Assumption, assumptions_of, extrapolated
from advisor.recommend.candidates import Candidate, State
from advisor.recommend.judging import Question
from advisor.recommend.sensitivity import PriceShift, TargetSpan, TrafficRow
from advisor.recommend.stack_settings import StackSettings
from domain.advice.latency_budget import LatencyBudget
from domain.patterns import TITLES, Pattern
from domain.pricing import Price
from domain.serving.break_even import Analysis


@dataclass(frozen=True)
class Margin:
    """How far a pattern is behind the choice.

    Attributes:
        pattern: Which.
        points: Points of the total, out of 100.
        monthly_usd: Dollars a month more than the choice; below 0 it is cheaper.
        p99_ms: Milliseconds more; below 0 it is faster.
    """

    pattern: Pattern
    points: float
    monthly_usd: float
    p99_ms: float


@dataclass(frozen=True)
class Record:
    """The answer.

    Attributes:
        question: What was asked.
        candidates: All seven patterns, the best first.
        traffic: The answer at other traffic.
        targets: The answer at other targets.
        shifts: How far prices may move.
        break_even: The cheapest way by traffic alone, of a model of one's own.
        budget: Where the time of a request goes, when its stages are given.
        settings: What provisions the choice; ``None`` without one.
        notes: What was left out and why.
    """

    question: Question
    candidates: tuple[Candidate, ...]
    traffic: tuple[TrafficRow, ...]
    targets: tuple[TargetSpan, ...]
    shifts: tuple[PriceShift, ...]
    break_even: Analysis | None
    budget: LatencyBudget | None
    settings: StackSettings | None
    notes: tuple[str, ...]

    @property
    def choice(self) -> Candidate | None:
        """The best pattern that holds target, budget and loss; ``None`` when none does."""
        return self.candidates[0] if self.candidates[0].state == State.FITS else None

    @property
    def fitting(self) -> tuple[Candidate, ...]:
        """All that do, the best first."""
        return tuple(item for item in self.candidates if item.state == State.FITS)

    @property
    def margins(self) -> tuple[Margin, ...]:
        """How far each other fitting pattern is behind."""
        return tuple(_margin(self.fitting[0], item) for item in self.fitting[1:])

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Everything that was used and not told, once."""
        found = [*extrapolated(self.question.load), *assumptions_of(self.question.workload)]
        for candidate in self.candidates:
            found += candidate.assumptions
        return tuple(dict.fromkeys(found))

    @property
    def prices(self) -> tuple[Price, ...]:
        """Every price that a cost stands on, once."""
        return tuple(dict.fromkeys(price for item in self.candidates if item.costed for price in item.costed.prices))

    def measure_next(self) -> tuple[str, ...]:
        """What to measure, what matters most first: what the choice and its runner-up stand on."""
        return tuple(dict.fromkeys(_measures(self)))

    def verdict(self) -> str:
        """The answer in one or two sentences."""
        choice = self.choice
        if choice is None or choice.outcome is None or choice.sized is None:
            best = self.candidates[0]
            why = "; ".join(best.reasons)
            nearest = f"Nearest is {TITLES[best.pattern]}: {why}."
            return f"No pattern holds the target, the budget and the accepted loss. {nearest}"
        return (
            f"{TITLES[choice.pattern]} ({choice.sized.describe()}): ${choice.monthly_usd or 0:,.2f} a month, p99 "
            f"{choice.outcome.p99_ms:,.0f} ms, {choice.outcome.loss:.2%} of the requests lost, "
            f"{choice.total or 0:.1f} of 100 points. It stands on {len(self.assumptions)} assumptions, listed below."
        )


def _margin(choice: Candidate, other: Candidate) -> Margin:
    return Margin(
        other.pattern,
        (choice.total or 0.0) - (other.total or 0.0),
        (other.monthly_usd or 0.0) - (choice.monthly_usd or 0.0),
        (other.outcome.p99_ms if other.outcome else 0.0) - (choice.outcome.p99_ms if choice.outcome else 0.0),
    )


def _measures(record: Record) -> Iterator[str]:
    for item in record.candidates[:2]:
        yield from (f"{one.path}: {one.measure}" for one in item.assumptions)
    yield from (f"{one.path}: {one.measure}" for one in record.assumptions)
