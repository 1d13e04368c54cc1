"""Steps above a latency's threshold are in microseconds, as the threshold is."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Final

from guardrails.aws import appautoscaling, cloudwatch_alarms, latencies, scale_to_zero, scaling_steps
from guardrails.rule import Family, Finding, Level, Resource, Severity, Stack, StackRule, not_applicable, violation

SMALLEST: Final = 100
"""A step is at least the threshold divided by this: nobody scales by one part in a hundred of a latency."""

RULE = StackRule(
    id="appautoscaling-step-microseconds",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.POLICY, cloudwatch_alarms.ALARM),
    summary="The steps of a policy that an alarm on a latency starts are of the threshold's order of size.",
    cause="SageMaker's latencies are in microseconds: steps in milliseconds are all passed at once, the last one acts.",
    remedy="write the bounds in microseconds above the threshold: 500 ms are 500000",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """The bound 0 is the threshold itself, and in every unit."""
    applies = False
    for policy in stack.of(appautoscaling.POLICY):
        widest = _widest(policy)
        for alarm in stack.of(cloudwatch_alarms.ALARM):
            threshold = latencies.limit(alarm)
            if widest and threshold is not None and scale_to_zero.same(alarm, "alarmActions", policy, "arn"):
                applies = True
                value = threshold.number()
                if value is not None and widest * SMALLEST < value:
                    problem = f"are within {widest:g} of {alarm.name}'s threshold, {value:g} microseconds"
                    yield violation(f"{scaling_steps.CONFIG}.stepAdjustments", problem, policy)
    if not applies:
        yield not_applicable("no alarm on a latency of SageMaker starts a policy of several steps")


def _widest(policy: Resource) -> float:
    """How far the farthest bound is from the threshold; 0 when it is the only one, or cannot be known yet."""
    steps = scaling_steps.steps(policy[scaling_steps.CONFIG]) or []
    return max((abs(end) for step in steps for end in (step.lower, step.upper) if isfinite(end)), default=0)
