"""A least number to scale by stands beside a percentage."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import appautoscaling, scaling_steps
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="appautoscaling-step-magnitude",
    family=Family.PREFLIGHT,
    severity=Severity.LOW,
    resources=(appautoscaling.POLICY,),
    summary="Only a policy that scales by a percentage has a least number to scale by.",
    cause="The number has no effect: the policy scales by less than its author thinks.",
    remedy="set adjustmentType to PercentChangeInCapacity, or leave minAdjustmentMagnitude out",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Zero is what the provider gives back for a number that was never set."""
    config = resource[scaling_steps.CONFIG]
    least, kind = config["minAdjustmentMagnitude"].number(), config["adjustmentType"].text()
    if not least:
        yield not_applicable("it sets no least number to scale by")
    elif kind not in {None, "PercentChangeInCapacity"}:
        yield violation(config["minAdjustmentMagnitude"], f"is {least:g} for {kind}")
