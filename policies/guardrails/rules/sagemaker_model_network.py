"""A model that runs on instances is isolated from the network or sits in a VPC.

Serverless endpoints support neither (https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html), so a
model that only they use is left out. Whether that is so only the whole stack shows. A model that no endpoint
configuration uses is for batch transform, which runs on instances.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="sagemaker-model-network",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(sagemaker.MODEL, sagemaker.ENDPOINT_CONFIG),
    summary="A model that runs on instances has network isolation or a VPC.",
    cause="Code in the container, the model's own included, can send data to any host on the internet.",
    remedy="set enableNetworkIsolation to true, or vpcConfig; give serverless endpoints a model of their own",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html",
    frameworks=("AWS FSBP SageMaker.5",),
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Judge each model by the variants that use it."""
    running = sagemaker.variants_by_model(stack)
    for model in stack.of(sagemaker.MODEL):
        uses = [sagemaker.is_serverless(variant) for variant in running[model.urn]]
        isolated = model["enableNetworkIsolation"]
        if uses and all(uses):
            yield not_applicable("only serverless endpoints use the model, and they support neither")
        elif model["vpcConfig"].missing and not isolated.flag() and not isolated.unknown:
            yield violation(isolated, "is not true and vpcConfig is not set", model)
