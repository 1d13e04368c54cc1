"""A secret is encrypted with a customer's key. AWS's own key encrypts it otherwise, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="secretsmanager-secret-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:secretsmanager/secret:Secret",),
    summary="A secret is encrypted with a KMS key of your own.",
    cause="Under the account's default key, whoever may read secrets reads this one; the key is no second lock.",
    remedy="set kmsKeyId to your key, and let the secret's readers decrypt with it",
    url="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a key that is made in the same update passes."""
    yield from given(resource["kmsKeyId"])
