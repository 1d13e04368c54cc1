"""The answers of an asynchronous endpoint are encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-async-output-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="The output of asynchronous inference is encrypted with a KMS key of your own.",
    cause="Predictions lie in S3 under a key that you can neither audit nor revoke.",
    remedy="set asyncInferenceConfig.outputConfig.kmsKeyId to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceOutputConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only an asynchronous endpoint writes its answers to S3."""
    if resource["asyncInferenceConfig"].missing:
        yield not_applicable("the endpoint is not asynchronous")
        return
    key = resource["asyncInferenceConfig.outputConfig.kmsKeyId"]
    if key.missing:
        yield violation(key, "is not set")
