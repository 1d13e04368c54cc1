"""A symmetric KMS key rotates every year. Other kinds of keys cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import on, turned_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="kms-key-rotation",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:kms/key:Key",),
    summary="A symmetric KMS key has automatic rotation.",
    cause="A key that leaks stays good for everything that is ever encrypted with it.",
    remedy="set enableKeyRotation to true",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    frameworks=("CIS AWS Foundations 3.6", "AWS FSBP KMS.4"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Asymmetric and HMAC keys, and keys in a custom key store, do not support rotation."""
    if _rotates(resource):
        yield from on(resource["enableKeyRotation"])
    else:
        yield not_applicable("KMS rotates only symmetric keys of its own key store")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Rotation keeps the key's ARN and everything that was encrypted with it."""
    return turned_on(resource, "enableKeyRotation") if _rotates(resource) else {}


def _rotates(resource: Resource) -> bool:
    spec = resource["customerMasterKeySpec"].text() or "SYMMETRIC_DEFAULT"
    return spec == "SYMMETRIC_DEFAULT" and resource["customKeyStoreId"].missing
