"""A scalable target, its policies and its schedules name a dimension that exists, in its own service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import appautoscaling, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

LIMITS: Final[service_model.Limits] = {
    "serviceNamespace": appautoscaling.NAMESPACE,
    "scalableDimension": appautoscaling.DIMENSION,
}

RULE = Rule(
    id="appautoscaling-dimension",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=appautoscaling.RESOURCES,
    summary="What is scaled is a dimension that exists, of the service that is named.",
    cause="Application Auto Scaling rejects it: unsupported service namespace, resource type or scalable dimension.",
    remedy="name the service and one of its dimensions, in AWS's spelling",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A dimension begins with its namespace; one that does not exist belongs nowhere and is named once."""
    wrong = list(service_model.refused(resource.props, LIMITS))
    yield from wrong
    namespace, dimension = (resource[name].text() for name in LIMITS)
    if not wrong and namespace and dimension and not dimension.startswith(f"{namespace}:"):
        yield violation("scalableDimension", f"is {dimension}, which is none of {namespace}")
