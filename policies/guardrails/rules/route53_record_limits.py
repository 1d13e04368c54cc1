"""A record's type, TTL, weight and identifier are ones that Route 53 takes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import route53, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="route53-record-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(route53.RECORD,),
    summary="A record's choices and numbers are within the limits of Route 53.",
    cause="Route 53 rejects the record.",
    remedy="set a value that Route 53 takes",
    url="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The blocks are lists of one."""
    yield from service_model.refused(resource.props, route53.RECORD_LIMITS)
    for policy in resource["weightedRoutingPolicies"].each():
        yield from service_model.refused(policy, route53.WEIGHT)
    for policy in resource["failoverRoutingPolicies"].each():
        yield from service_model.refused(policy, route53.FAILOVER)
