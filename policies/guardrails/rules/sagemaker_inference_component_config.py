"""A variant without a model is for inference components, and has what they need; one with a model has not."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-inference-component-config",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="A variant names a model, or the configuration is for inference components throughout.",
    cause="SageMaker rejects the endpoint configuration.",
    remedy="name the model and leave managedInstanceScaling out, or leave the model out and set executionRoleArn",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A model brings its own role. SageMaker scales instances itself only for components, and these need instances."""
    for variant in sagemaker.variants(resource):
        model, scaling = variant["modelName"], variant["managedInstanceScaling"]
        if model.missing and sagemaker.is_serverless(variant):
            yield violation(model, "is not set for a serverless variant")
        elif model.missing and resource["executionRoleArn"].missing:
            yield violation("executionRoleArn", f"is not set, and {variant.path} names no model")
        elif model.present and scaling.present and not variant.unknown:
            yield violation(scaling, "is set for a variant that names a model")
