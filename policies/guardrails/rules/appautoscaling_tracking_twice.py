"""A predefined metric of a resource is tracked by one policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, not_applicable, violation

SPECIFICATION: Final = "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification"

RULE = StackRule(
    id="appautoscaling-tracking-twice",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.POLICY,),
    summary="No two policies of a stack track the same predefined metric of a resource.",
    cause="Application Auto Scaling rejects the second: one target tracking policy for a metric specification.",
    remedy="keep one of the two, or let the other track another metric",
    url="https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """By the resource's id alone, as for targets."""
    policies = [each for each in stack.of(appautoscaling.POLICY) if each[SPECIFICATION].present]
    if len(policies) < 2:
        yield not_applicable("the stack has no two policies that track a predefined metric")
        return
    seen: dict[tuple[object, ...], Resource] = {}
    for policy in policies:
        metric, label = policy[SPECIFICATION]["predefinedMetricType"], policy[SPECIFICATION]["resourceLabel"]
        key = (appautoscaling.identity(policy), metric.text(), "" if label.missing else label.text())
        first = policy if None in key else seen.setdefault(key, policy)
        if first is not policy:
            yield violation(metric, f"is {metric.show()}, which {first.name} tracks too", policy)
