"""A replication group talks TLS to its clients and between its nodes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set, on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="elasticache-in-transit-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:elasticache/replicationGroup:ReplicationGroup",),
    summary="Clients reach a Redis or Valkey cache by TLS only.",
    cause="Cached data and the cache's password can be read on the way.",
    remedy="set transitEncryptionEnabled to true, and transitEncryptionMode to required once all clients use TLS",
    url="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html",
    frameworks=("AWS FSBP ElastiCache.5", "NIST 800-53 SC-8"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The mode preferred still accepts clients in clear."""
    if resource["globalReplicationGroupId"].present:
        yield not_applicable("the global datastore's primary decides")
        return
    yield from on(resource["transitEncryptionEnabled"])
    yield from if_set(resource["transitEncryptionMode"], "required")
