"""A health check has what its type needs, and nothing that belongs to another type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import route53
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

ENDPOINT: Final = frozenset({"HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"})
NEEDS: Final = {
    "searchString": frozenset({"HTTP_STR_MATCH", "HTTPS_STR_MATCH"}),
    "cloudwatchAlarmName": frozenset({"CLOUDWATCH_METRIC"}),
    "cloudwatchAlarmRegion": frozenset({"CLOUDWATCH_METRIC"}),
    "routingControlArn": frozenset({"RECOVERY_CONTROL"}),
}
"""What a type needs; no other type takes it."""

REFUSES: Final = {
    "port": frozenset({"CALCULATED", "CLOUDWATCH_METRIC"}),
    "requestInterval": frozenset({"RECOVERY_CONTROL"}),
    "failureThreshold": frozenset({"RECOVERY_CONTROL"}),
}

RULE = Rule(
    id="route53-health-check-type",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(route53.HEALTH_CHECK,),
    summary="A health check's properties are those of its type.",
    cause="Route 53 rejects the health check, or what belongs to another type does nothing.",
    remedy="set what the type needs, and take out what belongs to another type",
    url="https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What a program leaves empty it does not set. A type that Route 53 does not know is another rule's business."""
    kind = resource["type"].text()
    if kind not in route53.HEALTH_CHECK_TYPE.values:
        yield not_applicable("the type is none that Route 53 knows")
        return
    if kind in ENDPOINT and not _given(resource, "fqdn") and not _given(resource, "ipAddress"):
        yield violation("fqdn", f"is not set, nor is ipAddress, and the type is {kind}")
    for name, types in NEEDS.items():
        if (kind in types) is not _given(resource, name) and not resource[name].unknown:
            yield violation(name, f"is {'not ' if kind in types else ''}set, and the type is {kind}")
    for name, types in REFUSES.items():
        if kind in types and resource[name].present:
            yield violation(name, f"is set, and the type is {kind}")


def _given(resource: Resource, name: str) -> bool:
    value = resource[name]
    return value.unknown or bool(value.text())
