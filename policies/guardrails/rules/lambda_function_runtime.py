"""A function runs on a runtime that AWS still patches."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.lambda_runtimes import END_OF_SUPPORT
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="lambda-function-runtime",
    family=Family.LAMBDA,
    severity=Severity.HIGH,
    resources=("aws:lambda/function:Function", "aws:lambda/layerVersion:LayerVersion"),
    summary="A function's runtime is supported by AWS today.",
    cause="The runtime gets no security patches, and AWS blocks first creations and then updates of such functions.",
    remedy="move to a supported runtime such as python3.13",
    url="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    frameworks=("AWS FSBP Lambda.2",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The date of the run decides; container images bring their own runtime. A layer is as good as its best runtime."""
    layer = resource.type.endswith("LayerVersion")
    node = resource["compatibleRuntimes" if layer else "runtime"]
    if node.missing:
        yield not_applicable("a layer for any runtime" if layer else "the function is a container image")
        return
    runtimes = node.texts()
    dates = [END_OF_SUPPORT.get(runtime) for runtime in runtimes]
    ended = [day for day in dates if day is not None and day < resource.today]
    if node.unknown or not ended or len(ended) < len(dates):
        return
    yield violation(node, f"is {', '.join(runtimes)}, whose support ended on {max(ended).isoformat()}")
