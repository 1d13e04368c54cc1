"""A model of a serverless endpoint has nothing that serverless inference lacks."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="sagemaker-serverless-model",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.MODEL, sagemaker.ENDPOINT_CONFIG),
    summary="A model that a serverless variant uses has no VPC, no isolation, one container, and one archive.",
    cause="SageMaker rejects the endpoint, or it fails when its first container starts.",
    remedy="give serverless endpoints a model of their own without it",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Find the models of serverless variants."""
    running = sagemaker.variants_by_model(stack)
    models = stack.of(sagemaker.MODEL)
    serverless = [model for model in models if any(map(sagemaker.is_serverless, running[model.urn]))]
    if not serverless:
        yield not_applicable("no serverless variant uses a model of this stack")
    for model in serverless:
        if model["vpcConfig"].present:
            yield violation("vpcConfig", "is set, and a serverless variant uses the model", model)
        if model["enableNetworkIsolation"].flag():
            yield violation("enableNetworkIsolation", "is true, and a serverless variant uses the model", model)
        if len(parts := sagemaker.containers(model)) > 1:
            yield violation("containers", f"has {len(parts)}, and a serverless variant uses the model", model)
        for part in parts:
            if part["mode"].text() == "MultiModel":
                yield violation(part["mode"], "is MultiModel, and a serverless variant uses the model", model)
            if part["modelDataSource"].present and not part.unknown:
                yield violation(part["modelDataSource"], "is set, and a serverless variant uses the model", model)
