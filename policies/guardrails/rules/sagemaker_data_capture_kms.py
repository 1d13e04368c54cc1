"""Captured requests and answers are encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-data-capture-kms",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="Captured data is encrypted with a KMS key of your own.",
    cause="Every request that users send lies in S3 under a key that you can neither audit nor revoke.",
    remedy="set dataCaptureConfig.kmsKeyId to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Capture that is switched off stores nothing."""
    capture = resource["dataCaptureConfig"]
    if capture.missing or capture["enableCapture"].flag() is False:
        yield not_applicable("the endpoint captures no data")
    elif capture["kmsKeyId"].missing:
        yield violation(capture["kmsKeyId"], "is not set")
