"""A record is an alias, or it has values and a TTL."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import route53
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="route53-record-value",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(route53.RECORD,),
    summary="A record has either an alias, or records and a ttl.",
    cause="Route 53 rejects the record.",
    remedy="set aliases alone, or records together with ttl",
    url="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An empty list is none, and a TTL of 0 is one."""
    aliases, records, ttl = resource["aliases"], resource["records"], resource["ttl"]
    if _filled(aliases):
        if _filled(records):
            yield violation(records, "are set beside aliases")
        if ttl.present:
            yield violation(ttl, "is set beside aliases")
    elif not aliases.unknown:
        if not records.unknown and not _filled(records):
            yield violation(records, "are not set, and neither are aliases")
        elif ttl.missing:
            yield violation(ttl, "is not set")


def _filled(block: Props) -> bool:
    return any(True for _ in block.each())
