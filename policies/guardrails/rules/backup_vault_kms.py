"""A backup vault has a customer's key. Without it AWS's key encrypts, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="backup-vault-kms",
    family=Family.ENCRYPTION,
    severity=Severity.LOW,
    resources=("aws:backup/vault:Vault",),
    summary="A backup vault is encrypted with a KMS key of your own.",
    cause="Who administers the workload's account can read its backups too.",
    remedy="set kmsKeyArn to your key",
    url="https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a key that is made in the same update passes."""
    yield from given(resource["kmsKeyArn"])
