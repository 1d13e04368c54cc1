"""The offline store of a feature group is encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-feature-offline-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(sagemaker.FEATURE_GROUP,),
    summary="The offline store of a feature group is encrypted with a KMS key of your own.",
    cause="The whole history of the features lies in S3 under a key that you can neither audit nor revoke.",
    remedy="set offlineStoreConfig.s3StorageConfig.kmsKeyId to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-security.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It lies in S3."""
    if resource["offlineStoreConfig"].missing:
        yield not_applicable("there is no offline store")
        return
    key = resource["offlineStoreConfig.s3StorageConfig.kmsKeyId"]
    if key.missing:
        yield violation(key, "is not set")
