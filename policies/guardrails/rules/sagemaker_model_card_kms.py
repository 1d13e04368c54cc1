"""Model cards are encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-model-card-kms",
    family=Family.ENCRYPTION,
    severity=Severity.LOW,
    resources=("aws:sagemaker/modelCard:ModelCard",),
    summary="A model card is encrypted with a KMS key of your own.",
    cause="Intended uses, risks and results of the model lie under a key that you can neither audit nor revoke.",
    remedy="set securityConfig.kmsKeyId to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelCardSecurityConfig.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """That a key is set is enough."""
    key = resource["securityConfig.kmsKeyId"]
    if key.missing:
        yield violation(key, "is not set")
