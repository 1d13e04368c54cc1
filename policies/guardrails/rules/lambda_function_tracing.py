"""A function is traced. PassThrough leaves the decision to callers, so it is not enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="lambda-function-tracing",
    family=Family.LAMBDA,
    severity=Severity.LOW,
    resources=("aws:lambda/function:Function",),
    summary="A function has active X-Ray tracing.",
    cause="A slow or failing call cannot be followed through the services.",
    remedy="set tracingConfig.mode to Active",
    url="https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Lambda's own default is PassThrough."""
    yield from one_of(resource["tracingConfig.mode"], "Active")


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """There is nothing in the block but the mode."""
    mode = resource["tracingConfig.mode"]
    return {} if mode.unknown or mode.text() == "Active" else {"tracingConfig": {"mode": "Active"}}
