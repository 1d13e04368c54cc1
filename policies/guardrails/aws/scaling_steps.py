"""The steps of a step scaling policy, by how far the metric is from the alarm's threshold.

Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Final

from guardrails.demands import is_set
from guardrails.props import Props

CONFIG: Final = "stepScalingPolicyConfiguration"


@dataclass(frozen=True)
class Step:
    """One step.

    Args:
        node: Where it is written.
        lower: Where it begins; minus infinity when that is open.
        upper: Where it ends; infinity when that is open.
    """

    node: Props
    lower: float
    upper: float


def steps(config: Props) -> list[Step] | None:
    """The steps by where they begin; None when one of their bounds cannot be known yet."""
    adjustments = config["stepAdjustments"]
    found: list[Step] = []
    for node in adjustments.each():
        lower = _bound(node["metricIntervalLowerBound"], -inf)
        upper = _bound(node["metricIntervalUpperBound"], inf)
        if lower is None or upper is None:
            return None
        found.append(Step(node, lower, upper))
    return None if adjustments.unknown else sorted(found, key=lambda step: (step.lower, step.upper))


def _bound(node: Props, otherwise: float) -> float | None:
    return node.number() if is_set(node) else otherwise
