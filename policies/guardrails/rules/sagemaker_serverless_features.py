"""A serverless endpoint asks for nothing that serverless inference lacks."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-serverless-features",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="A serverless endpoint configuration asks for nothing that serverless inference lacks.",
    cause="SageMaker rejects the configuration in the middle of a deployment.",
    remedy="remove it, or serve the model on instances",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The list of AWS: no data capture, no several variants, no instances beside, no asynchronous inference."""
    if not sagemaker.serverless_configs(resource):
        yield not_applicable("no variant is serverless")
        return
    if len(sagemaker.variants(resource)) > 1:
        yield violation("productionVariants", "has more than one variant, of which one is serverless")
    for variant in sagemaker.variants(resource):
        for name in ("instanceType", "initialInstanceCount", "managedInstanceScaling", "acceleratorType"):
            if sagemaker.is_serverless(variant) and variant[name].present and not variant.unknown:
                yield violation(variant[name], "is set for a serverless variant")
    for name in ("dataCaptureConfig", "asyncInferenceConfig"):
        if resource[name].present:
            yield violation(name, "is set for a serverless endpoint")
