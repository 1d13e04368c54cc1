"""A bucket's default encryption is SSE-KMS.

Buckets that receive S3 server access logs are the exception: S3 delivers logs to SSE-S3 buckets only
(https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html). They are told by their name,
see ``allowSseS3Names``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

INLINE: Final = (("serverSideEncryptionConfiguration", "rule"), ("serverSideEncryptionConfigurations", "rules"))
"""The block inside a Bucket and inside a BucketV2, and its list of rules."""

RULE = Rule(
    id="s3-bucket-encryption-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketV2:BucketV2",
    ),
    summary="A bucket's default encryption uses a KMS key.",
    cause="With SSE-S3, whoever may read the object reads it decrypted; the key is no second lock and leaves no trace.",
    remedy="set sseAlgorithm to aws:kms with the kmsMasterKeyId of your key",
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
    frameworks=("NIST 800-53 SC-28", "AWS FSBP S3.17"),
    settings=(
        Setting(
            "allowSseS3Names",
            {
                "type": "array",
                "items": {"type": "string"},
                "description": "Names (globs) of access log buckets, which only SSE-S3 works for",
            },
            ["*access-log*", "*-logs", "*-logs-*", "logs-*"],
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A bucket without the old inline block is configured by its own resource, which is checked there."""
    rules = _rules(resource)
    if rules is None:
        yield not_applicable("the encryption is a BucketServerSideEncryptionConfiguration of its own")
        return
    if rules.missing:
        yield violation(rules, "is empty")
    logs = any(fnmatchcase(resource.name.lower(), pattern) for pattern in resource.texts("allowSseS3Names"))
    for rule in rules.each():
        plural = rule["applyServerSideEncryptionByDefaults"]
        default = plural if plural.present else rule["applyServerSideEncryptionByDefault"]
        algorithm = default["sseAlgorithm"]
        value = algorithm.text()
        if logs and value == "AES256":
            yield not_applicable("server access logs are delivered to SSE-S3 buckets only")
        elif algorithm.missing or (value is not None and value not in {"aws:kms", "aws:kms:dsse"}):
            yield violation(algorithm, f"is {algorithm.show()}")


def _rules(resource: Resource) -> Props | None:
    """The rules, or None where they belong to another resource."""
    if "ServerSideEncryption" in resource.type:
        return resource["rules"]
    blocks = ((resource[block], rules) for block, rules in INLINE)
    return next((block[rules] for block, rules in blocks if block.present), None)
