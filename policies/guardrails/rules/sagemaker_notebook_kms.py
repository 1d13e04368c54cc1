"""The volume of a notebook instance is encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-notebook-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(sagemaker.NOTEBOOK,),
    summary="The volume of a notebook instance is encrypted with a KMS key of your own.",
    cause="Copies of data sets and credentials lie on a volume whose key you can neither audit nor revoke.",
    remedy="set kmsKeyId to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """That a key is set is enough; which one may be unknown."""
    if resource["kmsKeyId"].missing:
        yield violation("kmsKeyId", "is not set")
