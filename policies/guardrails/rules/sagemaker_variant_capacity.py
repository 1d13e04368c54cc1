"""A variant says what it runs on: instances, or none of its own (serverless)."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-variant-capacity",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="A variant has an instance type, or a serverless configuration.",
    cause="SageMaker rejects the endpoint configuration.",
    remedy="set instanceType and initialInstanceCount, or serverlessConfig",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Both together are another rule's finding. How many instances there are at first may be left to SageMaker."""
    for variant in sagemaker.variants(resource):
        if not sagemaker.is_serverless(variant) and variant["instanceType"].missing:
            yield violation(variant["instanceType"], "is not set, and the variant is not serverless")
