"""An RDS instance's storage is encrypted, by AWS's key or a customer's.

There is no repair: to change it, AWS replaces the resource, and its data with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import any_given, on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="rds-instance-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:rds/instance:Instance",),
    summary="An RDS instance's storage is encrypted.",
    cause="The database, its logs, its backups and its snapshots lie in clear.",
    remedy="set storageEncrypted to true before the database is made",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    frameworks=("AWS FSBP RDS.3", "CIS AWS Foundations 2.3.1", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A replica or a restored database is encrypted as its source is."""
    encrypted = resource["storageEncrypted"]
    if encrypted.missing and any_given(resource, "replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime"):
        yield not_applicable("a replica or a restored database takes the encryption of its source")
    elif (resource["engine"].text() or "").startswith("aurora"):
        yield not_applicable("the storage of Aurora belongs to the cluster")
    else:
        yield from on(encrypted)
