"""An instance type is one of SageMaker's."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker, sagemaker_jobs
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-instance-type",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG, sagemaker.NOTEBOOK, *sagemaker_jobs.JOB_TYPES),
    summary="An instance type starts with ml., as all of SageMaker's do.",
    cause="SageMaker rejects it in the middle of a deployment.",
    remedy="name the type as SageMaker does, for example ml.m5.large",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/instance-types-az.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """EC2's names lack the prefix."""
    types = [node for node in _types(resource) if node.present]
    if not types:
        yield not_applicable("it names no instance type")
    for node in types:
        name = node.text()
        if name is not None and not name.startswith("ml."):
            yield violation(node, f"is {name}")


def _types(resource: Resource) -> list[Props]:
    if resource.type == sagemaker.NOTEBOOK:
        return [resource["instanceType"]]
    if resource.type == sagemaker.ENDPOINT_CONFIG:
        return [variant["instanceType"] for variant in sagemaker.variants(resource)]
    return [job.instance_type for job in sagemaker_jobs.jobs(resource)]
