"""Scores of a pattern, 0 to 100 each, and their weighted sum.

Each score is continuous and monotone: faster, cheaper or more headroom never scores worse, and no step sits at the
target. At the point where a need is just met the scores are 50 (latency), 70 (throughput) and 40 (cost): a pattern
that fails is below, one that has room is above.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from domain.checks import finite_number, refuse
from domain.patterns import Pattern

TOLERANCE: Final = 1e-9
"""How far the sum of weights may be from 1: rounding of decimals, not a forgotten weight."""
BEST: Final = 100.0


@dataclass(frozen=True)
class Weights:
    """How much each score counts.

    Raises:
        ValueError: A weight is negative or not finite, or they do not sum to 1.
    """

    latency: float = 0.35
    throughput: float = 0.25
    cost: float = 0.25
    operations: float = 0.15

    def __post_init__(self) -> None:
        names = [field.name for field in fields(self)]
        total = math.fsum(finite_number(f"weights.{name}", getattr(self, name), 0) for name in names)
        if abs(total - 1) > TOLERANCE:
            refuse("weights", total, f"weights whose sum is 1 (within {TOLERANCE:g}): {', '.join(names)}")


@dataclass(frozen=True)
class Scores:
    """The four scores of one pattern, 0 to 100 each."""

    latency: float
    throughput: float
    cost: float
    operations: float

    def __post_init__(self) -> None:
        for field in fields(self):
            value = finite_number(f"scores.{field.name}", getattr(self, field.name), 0)
            if value > BEST:
                refuse(f"scores.{field.name}", value, "0 to 100")

    def total(self, weights: Weights) -> float:
        """Return the weighted sum, 0 to 100."""
        return math.fsum(getattr(self, field.name) * getattr(weights, field.name) for field in fields(self))


def _between(points: tuple[tuple[float, float], ...], ratio: float) -> float:
    """Straight lines between the points, level outside."""
    if ratio <= points[0][0]:
        return points[0][1]
    for (x, y), (x_next, y_next) in pairwise(points):
        if ratio < x_next:
            return y + (y_next - y) * (ratio - x) / (x_next - x)
    return points[-1][1]


def score_latency(p99_ms: float, target_ms: float) -> float:
    """Score a p99: 100 up to half of the target, 50 at it, 0 from twice of it.

    Args:
        p99_ms: Milliseconds, at least 0.
        target_ms: Milliseconds, above 0.
    """
    ratio = finite_number("p99_ms", p99_ms, 0) / finite_number("target_ms", target_ms, 0, above=True)
    return _between(((0.5, BEST), (1.0, 50.0), (2.0, 0.0)), ratio)


def score_throughput(capacity_rps: float, needed_rps: float) -> float:
    """Score a capacity: 0 with none, 70 when it is just enough, 100 from twice of what is needed.

    Args:
        capacity_rps: Requests a second that can be served, at least 0.
        needed_rps: Requests a second that come, at least 0; none needs nothing.
    """
    finite_number("capacity_rps", capacity_rps, 0)
    if finite_number("needed_rps", needed_rps, 0) == 0:
        return BEST
    return _between(((0.0, 0.0), (1.0, 70.0), (2.0, BEST)), capacity_rps / needed_rps)


def score_cost(monthly_usd: float, budget_usd: float) -> float:
    """Score a cost: 100 up to 30 percent of the budget, 40 when it takes all of it, 0 from twice of it.

    Args:
        monthly_usd: Dollars a month, at least 0. What is not priced has no score: never pass a 0 for it.
        budget_usd: Dollars a month, above 0.
    """
    ratio = finite_number("monthly_usd", monthly_usd, 0) / finite_number("budget_usd", budget_usd, 0, above=True)
    return _between(((0.3, BEST), (1.0, 40.0), (2.0, 0.0)), ratio)


OPERATIONS: Final[Mapping[Pattern, float]] = MappingProxyType(
    {
        Pattern.BEDROCK_ON_DEMAND: 100.0,  # a model name and a quota
        Pattern.LAMBDA_ON_DEMAND: 90.0,  # a package, its memory, a concurrency limit
        Pattern.BEDROCK_PROVISIONED: 85.0,  # units to size, a term that cannot be cancelled
        Pattern.SAGEMAKER_SERVERLESS: 70.0,  # a container to keep small, cold starts
        Pattern.SAGEMAKER_ASYNC: 50.0,  # instances that scale, a queue, answers in S3
        Pattern.SAGEMAKER_REALTIME: 40.0,  # instances that scale, their types and images
        Pattern.INFERENCE_COMPONENTS: 35.0,  # the same, with copies on shared instances and a wake-up policy
    }
)
"""How little there is to operate: a judgement by what each leaves to a team, in this order; not a measurement."""
