"""A table that deletes old items knows which attribute says when."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import dynamodb
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="dynamodb-table-ttl",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE,),
    summary="A table's ttl has enabled and attributeName.",
    cause="The table is rejected, or no item ever expires.",
    remedy="set ttl.enabled to true and ttl.attributeName, or leave ttl out",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TimeToLiveSpecification.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """To turn it off, ``enabled: false`` is said, with the attribute or without. Not to say it means the same."""
    ttl = resource["ttl"]
    enabled, attribute = ttl["enabled"], ttl["attributeName"]
    if ttl.missing:
        yield not_applicable("items of the table do not expire")
    elif enabled.flag() and not (attribute.unknown or attribute.text()):
        yield violation(attribute, "is not set, but ttl.enabled is true")
    elif enabled.missing and attribute.text():
        yield violation(enabled, "is not set, so no item expires")
