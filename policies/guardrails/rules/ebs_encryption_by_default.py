"""The account encrypts new EBS volumes by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="ebs-encryption-by-default",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:ebs/encryptionByDefault:EncryptionByDefault",),
    summary="New EBS volumes of the account are encrypted by default.",
    cause="A volume that nobody thought about lies in clear.",
    remedy="set enabled to true, or leave it out",
    url="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    frameworks=("AWS FSBP EC2.7", "CIS AWS Foundations 2.2.1"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The resource turns it on unless it is told not to."""
    yield from not_off(resource["enabled"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Volumes that exist stay as they are."""
    return {"enabled": True} if resource["enabled"].flag() is False else {}
