"""The steps of a scaling policy cover the whole range on their side of the threshold, each value once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import inf
from typing import Final

from guardrails.aws import appautoscaling, scaling_steps
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

MOST: Final = 20

RULE = Rule(
    id="appautoscaling-step-bounds",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.POLICY,),
    summary="The steps of a policy do not overlap, leave no gap, and end open.",
    cause="Application Auto Scaling rejects the policy.",
    remedy="let each step begin where the one before ends, leave the outermost bound out, and have at most 20",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A step that is open at both ends is refused too, though it would cover everything."""
    config = resource[scaling_steps.CONFIG]
    if config.missing:
        yield not_applicable("it has no steps")
        return
    steps = scaling_steps.steps(config)
    if steps is None:
        return
    if not 1 <= len(steps) <= MOST:
        yield violation(config["stepAdjustments"], f"has {len(steps)} steps, outside 1 to {MOST}")
        return
    for step in steps:
        if step.lower >= step.upper:
            yield violation(step.node, f"begins at {step.lower:g} and ends at {step.upper:g}")
        if step.lower == -inf and step.upper == inf:
            yield violation(step.node, "has no bound")
    for one, other in pairwise(steps):
        end = f"the step that ends at {one.upper:g}"
        if one.upper > other.lower:
            yield violation(other.node, f"begins at {other.lower:g} and overlaps {end}")
        elif one.upper < other.lower:
            yield violation(other.node, f"begins at {other.lower:g} and leaves a gap after {end}")
    if -inf < steps[0].lower < 0:
        yield violation(steps[0].node, f"begins at {steps[0].lower:g}, and no step is below it")
    if 0 < steps[-1].upper < inf:
        yield violation(steps[-1].node, f"ends at {steps[-1].upper:g}, and no step is above it")
