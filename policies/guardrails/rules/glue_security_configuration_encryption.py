"""A security configuration of Glue turns none of its three encryptions off."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="glue-security-configuration-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:glue/securityConfiguration:SecurityConfiguration",),
    summary="A Glue security configuration encrypts logs, bookmarks and results.",
    cause="What jobs read and write lies in clear in their logs, bookmarks and buckets.",
    remedy="set the three encryption modes: SSE-KMS, CSE-KMS, and SSE-KMS or SSE-S3",
    url="https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html",
    frameworks=("NIST 800-53 SC-28",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Each of the three blocks has a mode of its own."""
    modes = resource["encryptionConfiguration"]
    yield from one_of(modes["cloudwatchEncryption.cloudwatchEncryptionMode"], "SSE-KMS")
    yield from one_of(modes["jobBookmarksEncryption.jobBookmarksEncryptionMode"], "CSE-KMS")
    yield from one_of(modes["s3Encryption.s3EncryptionMode"], "SSE-KMS", "SSE-S3")
