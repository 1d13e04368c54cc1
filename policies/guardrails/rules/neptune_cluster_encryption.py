"""The storage of a Neptune cluster is encrypted, by AWS's key or a customer's.

There is no repair: to change it, AWS replaces the resource, and its data with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import any_given, on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="neptune-cluster-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:neptune/cluster:Cluster",),
    summary="A Neptune cluster's storage is encrypted.",
    cause="The database, its backups and its snapshots lie in clear.",
    remedy="set storageEncrypted to true before the cluster is made",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html",
    frameworks=("AWS FSBP Neptune.1", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A cluster made from another is encrypted as that one is."""
    encrypted = resource["storageEncrypted"]
    if encrypted.missing and any_given(resource, "snapshotIdentifier", "replicationSourceIdentifier"):
        yield not_applicable("a cluster made from another takes its encryption")
    else:
        yield from on(encrypted)
