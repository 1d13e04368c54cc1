"""A primary record has something that says whether it is healthy, so that traffic can leave it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import route53
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="route53-failover-health",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(route53.RECORD,),
    summary="A primary record of a failover has a health check, or is an alias that evaluates its target's health.",
    cause="Route 53 rejects the record, or takes it for healthy for ever and never fails over.",
    remedy="set healthCheckId, or evaluateTargetHealth to true on the alias",
    url="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover-alias.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The secondary is what is left when the primary fails, so it needs neither."""
    health, aliases = resource["healthCheckId"], resource["aliases"]
    if route53.failover(resource) != "PRIMARY":
        yield not_applicable("the record is no primary of a failover")
    elif not health.unknown and not health.text():
        if not aliases.unknown and not any(True for _ in aliases.each()):
            yield violation(health, "is not set, but the record is the primary of a failover")
        for alias in aliases.each():
            if alias["evaluateTargetHealth"].flag() is False:
                yield violation(alias["evaluateTargetHealth"], "is false, and healthCheckId is not set")
