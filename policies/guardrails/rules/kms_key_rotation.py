"""A symmetric KMS key rotates every year. Other kinds of keys cannot."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="kms-key-rotation",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:kms/key:Key",),
    summary="A symmetric KMS key has automatic rotation.",
    cause="A key that leaks stays good for everything that is ever encrypted with it.",
    remedy="set enableKeyRotation to true",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    frameworks=("CIS AWS Foundations 3.6",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Asymmetric and HMAC keys, and keys in a custom key store, do not support rotation."""
    spec = resource["customerMasterKeySpec"].text() or "SYMMETRIC_DEFAULT"
    if spec != "SYMMETRIC_DEFAULT" or resource["customKeyStoreId"].present:
        yield not_applicable("KMS rotates only symmetric keys of its own key store")
    elif resource["enableKeyRotation"].missing:
        yield violation("enableKeyRotation", "is not set")
    elif resource["enableKeyRotation"].flag() is False:
        yield violation("enableKeyRotation", "is false")
