"""A judged pattern reduced to what its place follows from, so that targets and prices can be varied by the hundred."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.recommend.candidates import Candidate
from advisor.recommend.workload import Workload
from domain.advice.score import score_cost, score_latency
from domain.patterns import Pattern


@dataclass(frozen=True)
class Standing:
    """One pattern.

    Attributes:
        pattern: Which.
        points: Of its total those of throughput and operations.
        p99_ms: Its p99.
        priced_usd: What a month costs at the prices of now.
        people_usd: What people cost, which no price of AWS's changes.
        answers: Whether it loses no more requests than is accepted.
    """

    pattern: Pattern
    points: float
    p99_ms: float
    priced_usd: float
    people_usd: float
    answers: bool

    def usd(self, factor: float = 1.0) -> float:
        """A month when prices are so many times what they are."""
        return self.priced_usd * factor + self.people_usd


def standings_of(candidates: Iterable[Candidate], workload: Workload) -> tuple[Standing, ...]:
    """Those that were simulated and have a price, whether they fit or not."""
    return tuple(
        _standing(item, workload) for item in candidates if item.scores is not None and item.outcome is not None
    )


def _standing(item: Candidate, workload: Workload) -> Standing:
    assert item.scores is not None and item.outcome is not None and item.costed is not None  # nosec B101  # noqa: PT018, S101
    weights, lines = workload.weights, item.costed.lines
    points = item.scores.throughput * weights.throughput + item.scores.operations * weights.operations
    people = sum(line.usd for line in lines if line.price is None)
    priced = sum(line.usd for line in lines if line.price is not None)
    return Standing(
        item.pattern, points, item.outcome.p99_ms, priced, people, item.outcome.loss <= workload.accepted_loss
    )


def best_of(standings: Iterable[tuple[Standing, float]], workload: Workload) -> Pattern | None:
    """The choice among patterns, each at so many times its prices.

    Args:
        standings: Patterns with their factors.
        workload: Target, budget, weights.

    Returns:
        ``None`` when none holds target, budget and loss.
    """
    able = [
        (-_total(one, factor, workload), one.usd(factor), one.pattern.value, one.pattern)
        for one, factor in standings
        if one.answers and one.p99_ms <= workload.target_p99_ms and one.usd(factor) <= workload.monthly_budget_usd
    ]
    return min(able)[3] if able else None


def _total(one: Standing, factor: float, workload: Workload) -> float:
    weights = workload.weights
    latency = score_latency(one.p99_ms, workload.target_p99_ms) * weights.latency
    return one.points + latency + score_cost(one.usd(factor), workload.monthly_budget_usd) * weights.cost
