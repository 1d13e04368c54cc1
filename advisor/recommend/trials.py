"""Simulates the sizes of all patterns, round by round: each pattern until a size does, all with the same requests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from advisor.recommend.candidates import Outcome
from advisor.recommend.size import Sized
from advisor.simulation import Simulated, Trace, simulate_all
from domain.patterns import Pattern


@dataclass(frozen=True)
class Limits:
    """What a size has to hold.

    Attributes:
        p99_ms: Of the answered requests, in milliseconds.
        loss: Share of the requests that may get no answer.
    """

    p99_ms: float
    loss: float


@dataclass(frozen=True)
class Trial:
    """The size that was kept, which one it is, and how many were tried."""

    sized: Sized
    outcome: Outcome
    step: int
    tried: int


def run_trials(
    trace: Trace, sizes: Mapping[Pattern, tuple[Sized, ...]], limits: Limits, seed: int
) -> Mapping[Pattern, Trial]:
    """The first size of each pattern that holds the limits; the nearest when none does.

    Args:
        trace: The requests.
        sizes: To try, in the order of what they cost, at least one each.
        limits: What has to hold.
        seed: Of the simulation.
    """
    kept: dict[Pattern, Trial] = {}
    open_patterns = list(sizes)
    attempt = 0
    while open_patterns:
        batch = [sizes[pattern][attempt] for pattern in open_patterns]
        for sized, run in zip(batch, simulate_all(trace, [one.setup for one in batch], seed), strict=True):
            trial = Trial(sized, outcome_of(run), attempt, attempt + 1)
            best = kept.get(sized.setup.pattern)
            better = best is None or _misses(trial, limits) < _misses(best, limits)
            kept[sized.setup.pattern] = trial if best is None or better else replace(best, tried=attempt + 1)
        attempt += 1
        open_patterns = [
            pattern
            for pattern in open_patterns
            if attempt < len(sizes[pattern]) and _misses(kept[pattern], limits) != (0.0, 0.0)
        ]
    return kept


def _misses(trial: Trial, limits: Limits) -> tuple[float, float]:
    """How far a size is from the limits: lost requests weigh before late ones."""
    loss, p99 = trial.outcome.loss, trial.outcome.p99_ms
    return (loss if loss > limits.loss else 0.0, p99 if p99 > limits.p99_ms else 0.0)


def outcome_of(run: Simulated) -> Outcome:
    """The figures of a simulation; with no answer at all the latencies are infinite."""
    p50, p90, p99 = run.percentiles(50, 90, 99) if run.answered else (math.inf,) * 3
    return Outcome(p50, p90, p99, run.requests, {k: v for k, v in run.errors.items() if v}, run.cold_starts, run)
