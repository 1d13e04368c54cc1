"""A replication group is encrypted at rest. Valkey is by default, Redis is not."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off, on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="elasticache-at-rest-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:elasticache/replicationGroup:ReplicationGroup",),
    summary="A Redis or Valkey cache is encrypted at rest.",
    cause="Swap files and backups of the cache lie in clear.",
    remedy="set atRestEncryptionEnabled to true before the cache is made",
    url="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
    frameworks=("AWS FSBP ElastiCache.4", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A member of a global datastore is as its primary."""
    encrypted = resource["atRestEncryptionEnabled"]
    if resource["globalReplicationGroupId"].present:
        yield not_applicable("the global datastore's primary decides")
    elif resource["engine"].text() == "valkey":
        yield from not_off(encrypted)
    else:
        yield from on(encrypted)
