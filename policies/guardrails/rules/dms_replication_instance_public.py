"""A replication instance, which holds the credentials of two databases, has no address on the internet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="dms-replication-instance-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=("aws:dms/replicationInstance:ReplicationInstance",),
    summary="A replication instance is not publicly accessible.",
    cause="A machine with access to both databases answers from the internet.",
    remedy="set publiclyAccessible to false",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html#dms-1",
    frameworks=("AWS FSBP DMS.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS leaves it off where it is not set."""
    yield from not_on(resource["publiclyAccessible"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """It is turned off."""
    return {"publiclyAccessible": False} if resource["publiclyAccessible"].flag() else {}
