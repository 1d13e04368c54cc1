"""A MemoryDB cluster talks TLS."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="memorydb-cluster-tls",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:memorydb/cluster:Cluster",),
    summary="Clients reach a MemoryDB cluster by TLS.",
    cause="Data can be read on the way, and every client is let in: without TLS there are no access control lists.",
    remedy="set tlsEnabled to true, or leave it out",
    url="https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html",
    frameworks=("NIST 800-53 SC-8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does unless it is told not to."""
    yield from not_off(resource["tlsEnabled"])
