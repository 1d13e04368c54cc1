"""Names of SageMaker resources are such that SageMaker takes them."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker, sagemaker_names, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="sagemaker-names",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=tuple(sagemaker_names.NAMES),
    summary="A name in SageMaker has letters, digits and inner hyphens, and is not too long.",
    cause="SageMaker rejects the resource, in the middle of a deployment.",
    remedy="use letters, digits and hyphens (no underscore, no hyphen at an end), up to 63 for most names",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A name that is left out is Pulumi's to make."""
    yield from service_model.refused(resource.props, sagemaker_names.NAMES[resource.type])
    for variant in sagemaker.variants(resource):
        yield from service_model.refused(variant, sagemaker_names.VARIANT)
    for feature in resource["featureDefinitions"].each():
        yield from service_model.refused(feature, sagemaker_names.FEATURE)
