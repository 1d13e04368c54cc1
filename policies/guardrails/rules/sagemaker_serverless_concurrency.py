"""A serverless variant's concurrency is within SageMaker's limits, and its provisioned part within the whole."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-serverless-concurrency",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="A serverless variant's concurrency is 1 to 200, and its provisioned concurrency is not above it.",
    cause="SageMaker rejects the endpoint configuration in the middle of a deployment.",
    remedy="set maxConcurrency to 1 to 200, and provisionedConcurrency to 1 to maxConcurrency or leave it out",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """0 is no value for provisioned concurrency: it has to be left out."""
    configs = sagemaker.serverless_configs(resource)
    if not configs:
        yield not_applicable("no variant is serverless")
    for config in configs:
        most, kept = config["maxConcurrency"], config["provisionedConcurrency"]
        highest, lowest = most.number(), kept.number()
        if most.missing or (highest is not None and not 1 <= highest <= 200):
            yield violation(most, f"is {most.show()}, outside 1 to 200")
        if lowest is not None and not 1 <= lowest <= 200:
            yield violation(kept, f"is {kept.show()}, outside 1 to 200")
        elif lowest is not None and highest is not None and lowest > highest:
            yield violation(kept, f"is {kept.show()}, above maxConcurrency {most.show()}")
