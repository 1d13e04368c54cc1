"""How far a scaling policy moves a capacity: pure.

Steps: https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html.
Target tracking keeps the share of each copy at the target. It never leaves zero: a share of nothing has no value, so
only a step policy wakes a component up
(https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bounds:
    """Smallest and largest capacity of a scalable target, both >= 0."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"bounds are {self.low} to {self.high}; accepted: 0 <= low <= high")

    def clamp(self, capacity: int) -> int:
        """The nearest capacity within."""
        return min(max(capacity, self.low), self.high)


def step_capacity(policy: Mapping[str, Any], *, current: int, breach: float, bounds: Bounds) -> int:
    """The capacity that a StepScalingPolicyConfiguration asks for.

    Args:
        policy: AdjustmentType, StepAdjustments, and MinAdjustmentMagnitude for percentages.
        current: Present capacity.
        breach: Metric minus threshold of the alarm.
        bounds: Of the scalable target.

    Returns:
        The new capacity; `current` when no step fits.
    """
    step = matching_step(policy["StepAdjustments"], breach)
    if step is None:
        return current
    amount = int(step["ScalingAdjustment"])
    kind = policy.get("AdjustmentType", "ChangeInCapacity")
    if kind == "ExactCapacity":
        return bounds.clamp(amount)
    if kind == "PercentChangeInCapacity":
        amount = _percent(current, amount, int(policy.get("MinAdjustmentMagnitude", 0)))
    return bounds.clamp(current + amount)


def matching_step(steps: Sequence[Mapping[str, Any]], breach: float) -> Mapping[str, Any] | None:
    """The step whose interval holds the breach; a missing bound is infinite.

    Above the threshold the lower bound belongs to the interval, below it the upper one.
    """
    for step in steps:
        low = step.get("MetricIntervalLowerBound", -math.inf)
        high = step.get("MetricIntervalUpperBound", math.inf)
        inside = low <= breach < high if breach >= 0 else low < breach <= high
        if inside:
            return step
    return None


def tracked_capacity(*, current: int, value: float, target: float, bounds: Bounds) -> int:
    """The capacity that brings the share of each copy to the target.

    Args:
        current: Present capacity.
        value: Metric per copy, >= 0.
        target: TargetValue, > 0.
        bounds: Of the scalable target.
    """
    if target <= 0:
        raise ValueError(f"target is {target}; accepted: above 0")
    if current == 0:
        return 0
    least = 1 if value > 0 else 0  # a share so small that the quotient is nothing is a call all the same
    return bounds.clamp(max(least, math.ceil(current * value / target)))


def _percent(current: int, percent: int, least: int) -> int:
    exact = current * percent / 100
    amount = math.floor(exact) if exact > 0 else math.ceil(exact)
    # AWS rounds values between 0 and 1 up to 1, and those between -1 and 0 down to -1.
    if 0 < abs(exact) < 1:
        amount = int(math.copysign(1, exact))
    return int(math.copysign(max(abs(amount), least), percent)) if amount or least else 0
