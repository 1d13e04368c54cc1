"""A production endpoint records samples of what it is asked and what it answers."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import environments, sagemaker
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-data-capture",
    family=Family.SAGEMAKER,
    severity=Severity.LOW,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="A production endpoint on instances captures data.",
    cause="Without samples nobody can tell that the data drifted, or look into a wrong answer.",
    remedy="set dataCaptureConfig with a key, a bucket and a sampling percentage",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Serverless and asynchronous endpoints are left out: the former cannot, the latter keep their answers in S3."""
    if not environments.is_production(resource):
        yield not_applicable("the stack is not known to be production")
    elif resource["asyncInferenceConfig"].present or all(map(sagemaker.is_serverless, sagemaker.variants(resource))):
        yield not_applicable("serverless endpoints support no data capture, asynchronous ones keep their answers")
    elif resource["dataCaptureConfig"].missing:
        yield violation("dataCaptureConfig", "is not set")
    elif resource["dataCaptureConfig.enableCapture"].flag() is False:
        yield violation("dataCaptureConfig.enableCapture", "is false")
