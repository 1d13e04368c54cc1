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
    """The date of the run decides. A layer is as good as its best runtime, which may be one that is not known yet."""
    node = resource["compatibleRuntimes" if resource.type.endswith("LayerVersion") else "runtime"]
    if node.missing:
        yield not_applicable("a container image brings its runtime along, and a layer may be for any")
    runtimes = node.texts()
    ended = [day for each in runtimes if (day := END_OF_SUPPORT.get(each)) and day < resource.today]
    if ended and len(ended) == len(list(node.each())):
        yield violation(node, f"is {', '.join(runtimes)}, whose support ended on {max(ended).isoformat()}")
