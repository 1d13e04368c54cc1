"""A scaling policy has the settings of its type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling
from guardrails.aws.service_model import Choice
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

BLOCKS: Final = {
    "StepScaling": "stepScalingPolicyConfiguration",
    "TargetTrackingScaling": "targetTrackingScalingPolicyConfiguration",
    "PredictiveScaling": "predictiveScalingPolicyConfiguration",
}
TYPE: Final = Choice("application-autoscaling", "PolicyType", tuple(BLOCKS))

RULE = Rule(
    id="appautoscaling-policy-type",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.POLICY,),
    summary="A scaling policy has a type that exists, and the configuration of this type.",
    cause="Application Auto Scaling rejects the policy; one without policyType is a StepScaling policy.",
    remedy="set policyType, and the configuration that belongs to it",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Pulumi's default is StepScaling."""
    kind = resource["policyType"]
    name = "StepScaling" if kind.missing else kind.text()
    if name is None:
        return
    if problem := TYPE.problem(kind):
        yield violation(kind, problem)
    elif resource[BLOCKS[name]].missing:
        stated = f"is {name}" if kind.present else f"is not set, which means {name}"
        yield violation(kind, f"{stated}, without {BLOCKS[name]}")
