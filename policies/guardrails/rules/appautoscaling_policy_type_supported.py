"""A scaling policy is of a type that the scaled service knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

NO_STEPS: Final = frozenset({"dynamodb", "comprehend", "lambda", "cassandra", "kafka", "elasticache", "neptune"})
NO_TARGET: Final = frozenset({"elasticmapreduce"})
FORECAST: Final = frozenset({"ecs"})

RULE = Rule(
    id="appautoscaling-policy-type-supported",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.POLICY,),
    summary="A scaling policy is of a type that its service supports.",
    cause="Application Auto Scaling rejects the policy.",
    remedy="take TargetTrackingScaling, or StepScaling for EMR",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Pulumi's default is StepScaling."""
    kind, service = resource["policyType"], resource["serviceNamespace"].text()
    name = "StepScaling" if kind.missing else kind.text()
    if _lacks(service, name):
        yield violation(kind, f"is {name}, which {service} does not support")


def _lacks(service: str | None, kind: str | None) -> bool:
    if kind == "PredictiveScaling":
        return service not in {None, *FORECAST}
    return (kind == "StepScaling" and service in NO_STEPS) or (kind == "TargetTrackingScaling" and service in NO_TARGET)
