"""A SecureString parameter is encrypted with a customer's key. Many sound stacks use aws/ssm, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="ssm-parameter-kms",
    family=Family.ENCRYPTION,
    severity=Severity.LOW,
    resources=("aws:ssm/parameter:Parameter",),
    summary="A SecureString parameter is encrypted with a KMS key of your own.",
    cause="Under the account's default key, whoever may read parameters reads this one.",
    remedy="set keyId to your key",
    url="https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Other types are not encrypted at all, see ssm-parameter-secure-string."""
    if resource["type"].text() == "SecureString":
        yield from given(resource["keyId"])
    else:
        yield not_applicable("only a SecureString is encrypted by a key")
