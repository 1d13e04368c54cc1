"""A record has at most one routing policy, and an identifier when it has one."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import route53
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="route53-record-routing",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(route53.RECORD,),
    summary="A record with a routing policy has just one, and a setIdentifier.",
    cause="Route 53 rejects the record.",
    remedy="set one routing policy and a setIdentifier, or neither",
    url="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A policy that is not known yet may be there or not, so the identifier then waits."""
    found = list(route53.policies(resource))
    identifier = resource["setIdentifier"]
    asked = [resource[name] for name in (*route53.POLICIES, "multivalueAnswerRoutingPolicy")]
    for extra in found[1:]:
        yield violation(extra, f"is set beside {found[0].path}")
    if found and not identifier.unknown and not identifier.text():
        yield violation(identifier, "is not set, but the record has a routing policy")
    elif not found and not any(policy.unknown for policy in asked):
        if identifier.text():
            yield violation(identifier, "is set, but the record has no routing policy")
        else:
            yield not_applicable("the record has no routing policy")
