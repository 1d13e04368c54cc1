"""A serverless variant asks for one of the six memory sizes that SageMaker has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

SIZES: Final = (1024, 2048, 3072, 4096, 5120, 6144)

RULE = Rule(
    id="sagemaker-serverless-memory",
    family=Family.SAGEMAKER,
    severity=Severity.MEDIUM,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="A serverless variant's memory is a size that SageMaker offers.",
    cause="SageMaker rejects the endpoint configuration in the middle of a deployment.",
    remedy="set memorySizeInMb to 1024, 2048, 3072, 4096, 5120 or 6144",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Variants on instances have no such setting."""
    configs = sagemaker.serverless_configs(resource)
    if not configs:
        yield not_applicable("no variant is serverless")
    for config in configs:
        memory = config["memorySizeInMb"]
        if memory.missing or ((size := memory.number()) is not None and size not in SIZES):
            yield violation(memory, f"is {memory.show()}")
