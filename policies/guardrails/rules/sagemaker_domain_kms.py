"""The file system of a Studio domain is encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-domain-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(sagemaker.DOMAIN,),
    summary="The storage of a Studio domain is encrypted with a KMS key of your own.",
    cause="Everybody's notebooks and data lie under a key that you can neither audit nor revoke, for ever.",
    remedy="set kmsKeyId to your key before the domain is made",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The key cannot be changed later: the domain has to be made anew."""
    if resource["kmsKeyId"].missing:
        yield violation("kmsKeyId", "is not set")
