"""One pattern as an answer: its size, what the simulation gave, what it costs, how it scores, or why it is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from advisor.recommend.assumptions import Assumption
from advisor.recommend.size import Sized
from advisor.recommend.timing import Timing
from domain.advice.score import Scores
from domain.advice.usage import Costed
from domain.patterns import Pattern


class State(StrEnum):
    """What became of a pattern."""

    FITS = "fits"
    """It holds the target, the budget and the accepted loss."""
    MISSES = "misses"
    """It was judged, and breaks one of them."""
    UNPRICED = "unpriced"
    """It was simulated; a price is not known, so it is not ranked."""
    EXCLUDED = "excluded"
    """A limit of AWS's or a need of the workload rules it out."""
    UNKNOWN = "not judged"
    """A figure is missing that nobody may invent."""


@dataclass(frozen=True)
class Outcome:
    """What the simulation of a pattern gave.

    Attributes:
        p50_ms: Median of the answered requests in milliseconds, cold starts and waiting included.
        p90_ms: 90 of 100 took no longer.
        p99_ms: 99 of 100 took no longer.
        requests: All of the trace.
        errors: Requests that got no answer, by reason.
        cold_starts: Requests that started an environment.
        simulated: The simulator's whole answer, for pictures.
    """

    p50_ms: float
    p90_ms: float
    p99_ms: float
    requests: int
    errors: Mapping[str, int]
    cold_starts: int
    simulated: Any

    @property
    def loss(self) -> float:
        """Share of the requests without an answer, 0 to 1."""
        return sum(self.errors.values()) / self.requests


@dataclass(frozen=True)
class Candidate:
    """One pattern.

    Attributes:
        pattern: Which.
        state: What became of it.
        reasons: Why it is no choice; empty when it fits.
        timing: Its time, when it has a model.
        sized: Its size, when it was simulated.
        outcome: What came out.
        costed: A month of it.
        scores: The four.
        total: Their weighted sum, 0 to 100.
        tried: How many sizes were simulated.
        step: Which of them was kept, from 0.
        assumptions: What its figures stand on and nobody told.
    """

    pattern: Pattern
    state: State
    reasons: tuple[str, ...] = ()
    timing: Timing | None = None
    sized: Sized | None = None
    outcome: Outcome | None = None
    costed: Costed | None = None
    scores: Scores | None = None
    total: float | None = None
    tried: int = 0
    step: int = 0
    assumptions: tuple[Assumption, ...] = ()

    @property
    def monthly_usd(self) -> float | None:
        """Dollars of a month; ``None`` when they are not known."""
        return self.costed.total_usd if self.costed else None
