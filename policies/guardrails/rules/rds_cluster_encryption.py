"""The storage of an Aurora or RDS cluster, or of a global one, is encrypted, by AWS's key or a customer's.

There is no repair: to change it, AWS replaces the resource, and its data with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.demands import any_given, on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

SOURCES: Final = (
    "snapshotIdentifier",
    "replicationSourceIdentifier",
    "restoreToPointInTime",
    "sourceDbClusterIdentifier",
)

RULE = Rule(
    id="rds-cluster-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"),
    summary="An Aurora or RDS cluster's storage is encrypted.",
    cause="The database, its logs, its backups and its snapshots lie in clear.",
    remedy="set storageEncrypted to true before the cluster is made",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html",
    frameworks=("AWS FSBP RDS.27", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A copy is encrypted as its source is; Aurora Serverless v1 always is."""
    encrypted = resource["storageEncrypted"]
    if encrypted.missing and any_given(resource, *SOURCES):
        yield not_applicable("a copy takes the encryption of its source")
    elif encrypted.missing and resource["engineMode"].text() == "serverless":
        yield not_applicable("Aurora Serverless v1 is always encrypted")
    else:
        yield from on(encrypted)
