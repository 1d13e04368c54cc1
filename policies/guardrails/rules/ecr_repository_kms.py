"""A container repository uses a KMS key. Without it S3's own key encrypts, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ecr-repository-kms",
    family=Family.ENCRYPTION,
    severity=Severity.LOW,
    resources=("aws:ecr/repository:Repository",),
    summary="A repository encrypts its images with KMS.",
    cause="Under S3's key, whoever may pull reads the image; the key is no second lock and leaves no trace.",
    remedy="set encryptionConfigurations to encryptionType KMS with your kmsKey before the repository is made",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
    frameworks=("AWS FSBP ECR.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The type is fixed when the repository is made."""
    yield from one_of(resource["encryptionConfigurations.encryptionType"], "KMS", "KMS_DSSE")
