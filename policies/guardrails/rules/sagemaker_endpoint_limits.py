"""Numbers of endpoints and notebooks are within SageMaker's limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import sagemaker, sagemaker_limits, service_model
from guardrails.aws.scale_to_zero import ENDPOINT
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

TABLES: Final = {
    sagemaker.ENDPOINT_CONFIG: sagemaker_limits.CONFIG,
    ENDPOINT: sagemaker_limits.ENDPOINT,
    sagemaker.NOTEBOOK: sagemaker_limits.NOTEBOOK,
}

RULE = Rule(
    id="sagemaker-endpoint-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG, ENDPOINT, sagemaker.NOTEBOOK),
    summary="The sizes, counts and waits of an endpoint or a notebook are within SageMaker's limits.",
    cause="SageMaker rejects it in the middle of a deployment.",
    remedy="set a value within the limits",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A table of ranges, and the one pair that belongs together."""
    variants = sagemaker.variants(resource)
    parts = [(resource.props, TABLES[resource.type]), *((each, sagemaker_limits.VARIANT) for each in variants)]
    for node, ranges in parts:
        yield from service_model.refused(node, ranges)
    yield from (finding for variant in variants for finding in _crossed(variant["managedInstanceScaling"]))


def _crossed(scaling: Props) -> Iterator[Finding]:
    least, most = scaling["minInstanceCount"].number(), scaling["maxInstanceCount"].number()
    if least is not None and most is not None and least > most:
        yield violation(scaling["minInstanceCount"], f"is {least:g}, above maxInstanceCount {most:g}")
