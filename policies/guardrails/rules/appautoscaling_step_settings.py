"""A step scaling policy says what its numbers mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling, scaling_steps, service_model
from guardrails.aws.service_model import Choice
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

EXACT: Final = "ExactCapacity"
LIMITS: Final[service_model.Limits] = {
    "adjustmentType": Choice(
        "application-autoscaling", "AdjustmentType", ("ChangeInCapacity", "PercentChangeInCapacity", EXACT)
    ),
    "metricAggregationType": Choice(
        "application-autoscaling", "MetricAggregationType", ("Average", "Minimum", "Maximum")
    ),
}

RULE = Rule(
    id="appautoscaling-step-settings",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.POLICY,),
    summary="A step policy's type of adjustment, aggregation and cooldown are values that exist.",
    cause="Application Auto Scaling rejects the policy.",
    remedy="set adjustmentType and metricAggregationType to one of AWS's, and no negative capacity or cooldown",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A capacity below nothing is refused only where it is exact; elsewhere a minus takes away."""
    config = resource[scaling_steps.CONFIG]
    if config.missing:
        yield not_applicable("it has no steps")
        return
    kind = config["adjustmentType"]
    if kind.missing:
        yield violation(kind, "is not set")
    yield from service_model.refused(config, LIMITS)
    amounts = [step["scalingAdjustment"] for step in config["stepAdjustments"].each() if kind.text() == EXACT]
    for node in (config["cooldown"], *amounts):
        value = node.number()
        if value is not None and value < 0:
            yield violation(node, f"is {value:g}, below 0")
