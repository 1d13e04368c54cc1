"""Orders patterns by their scores, and keeps what was ruled out with the reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

from domain.advice.filters import Needs, exclusions
from domain.advice.score import OPERATIONS, Scores, Weights, score_cost, score_latency, score_throughput
from domain.checks import finite_number, refuse
from domain.patterns import Pattern
from domain.pricing import Unpriced


@dataclass(frozen=True)
class Candidate:
    """What is known of one pattern for a workload.

    Attributes:
        pattern: Which one.
        p99_ms: Of all requests, in milliseconds.
        capacity_rps: Requests a second that it can serve.
        monthly_usd: What a month costs; ``None`` when it cannot be priced.
        unpriced: What has no price.
        assumptions: What of it nobody measured.
    """

    pattern: Pattern
    p99_ms: float
    capacity_rps: float
    monthly_usd: float | None
    unpriced: tuple[Unpriced, ...] = ()
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranked:
    """A candidate with its scores.

    Attributes:
        candidate: What is known of it.
        scores: Each 0 to 100.
        total: Their weighted sum, 0 to 100.
        meets_latency: Whether its p99 is within the target.
        meets_budget: Whether its cost is within the budget.
    """

    candidate: Candidate
    scores: Scores
    total: float
    meets_latency: bool
    meets_budget: bool

    @property
    def pattern(self) -> Pattern:
        """Which pattern it is."""
        return self.candidate.pattern

    @property
    def meets_target(self) -> bool:
        """Whether it meets both; its capacity is enough, or it would have been ruled out."""
        return self.meets_latency and self.meets_budget


@dataclass(frozen=True)
class Excluded:
    """A pattern that was ruled out, and every reason."""

    pattern: Pattern
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Ranking(Sequence[Ranked]):
    """The answer, a sequence of what was ranked: the highest total first.

    Attributes:
        ranked: By total score, then by cost, then in the order of ``Pattern``.
        excluded: Those that were ruled out.
        assumptions: What nobody measured, of the ranked ones, each with its pattern.
    """

    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]
    assumptions: tuple[str, ...]

    @overload
    def __getitem__(self, index: int) -> Ranked: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Ranked, ...]: ...

    def __getitem__(self, index: int | slice) -> Ranked | tuple[Ranked, ...]:
        return self.ranked[index]

    def __len__(self) -> int:
        return len(self.ranked)

    @property
    def best(self) -> Ranked | None:
        """The first that meets latency and budget; ``None`` when none does. A high total alone is no answer."""
        return next((one for one in self.ranked if one.meets_target), None)


def rank(candidates: Iterable[Candidate], needs: Needs, budget_usd: float, weights: Weights | None = None) -> Ranking:
    """Rank candidates.

    Args:
        candidates: Any number, no pattern twice.
        needs: What the workload needs.
        budget_usd: Dollars a month, above 0.
        weights: How much each score counts; the defaults when left out.
    """
    finite_number("budget_usd", budget_usd, 0, above=True)
    given = tuple(candidates)
    names = [candidate.pattern.value for candidate in given]
    if len(set(names)) != len(names):
        refuse("candidates", names, "each pattern once")
    chosen = weights or Weights()
    ranked: list[Ranked] = []
    excluded: list[Excluded] = []
    for candidate in given:
        reasons = _reasons(candidate, needs)
        if reasons or candidate.monthly_usd is None:
            excluded.append(Excluded(candidate.pattern, reasons))
        else:
            ranked.append(_ranked(candidate, candidate.monthly_usd, needs, budget_usd, chosen))
    places = {pattern: place for place, pattern in enumerate(Pattern)}
    ranked.sort(key=lambda one: (-one.total, one.candidate.monthly_usd or 0.0, places[one.pattern]))
    assumptions = (f"{one.pattern}: {said}" for one in ranked for said in one.candidate.assumptions)
    return Ranking(tuple(ranked), tuple(excluded), tuple(dict.fromkeys(assumptions)))


def _reasons(candidate: Candidate, needs: Needs) -> tuple[str, ...]:
    figures = exclusions(candidate.pattern, needs, p99_ms=candidate.p99_ms, capacity_rps=candidate.capacity_rps)
    if candidate.monthly_usd is not None:
        return figures
    unpriced = tuple(f"unpriced: {item.describe()}" for item in candidate.unpriced)
    return (*figures, *(unpriced or ("its cost is not known",)))


def _ranked(candidate: Candidate, usd: float, needs: Needs, budget_usd: float, weights: Weights) -> Ranked:
    scores = Scores(
        latency=score_latency(candidate.p99_ms, needs.target_p99_ms),
        throughput=score_throughput(candidate.capacity_rps, needs.needed_rps),
        cost=score_cost(usd, budget_usd),
        operations=OPERATIONS[candidate.pattern],
    )
    meets = candidate.p99_ms <= needs.target_p99_ms
    return Ranked(candidate, scores, scores.total(weights), meets, usd <= budget_usd)
