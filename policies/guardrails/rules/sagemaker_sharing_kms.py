"""What Studio users share is encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-sharing-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(sagemaker.DOMAIN, sagemaker.USER_PROFILE),
    summary="Shared notebook outputs are encrypted with a KMS key of your own.",
    cause="Query results in shared notebooks lie in S3 under a key that you can neither audit nor revoke.",
    remedy="set sharingSettings.s3KmsKeyId to your key, or notebookOutputOption to Disabled",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SharingSettings.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Outputs of notebooks are data: a shared notebook carries them to S3."""
    block = "defaultUserSettings" if resource.type == sagemaker.DOMAIN else "userSettings"
    sharing = resource[block]["sharingSettings"]
    if sharing["notebookOutputOption"].text() != "Allowed":
        yield not_applicable("outputs of notebooks are not shared")
    elif sharing["s3KmsKeyId"].missing:
        yield violation(sharing["s3KmsKeyId"], "is not set")
