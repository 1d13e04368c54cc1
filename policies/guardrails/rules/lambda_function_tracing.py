"""A function is traced. PassThrough leaves the decision to callers, so it is not enough."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="lambda-function-tracing",
    family=Family.LAMBDA,
    severity=Severity.LOW,
    resources=("aws:lambda/function:Function",),
    summary="A function has active X-Ray tracing.",
    cause="A slow or failing call cannot be followed through the services.",
    remedy="set tracingConfig.mode to Active",
    url="https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Lambda's own default is PassThrough."""
    mode = resource["tracingConfig.mode"]
    if mode.missing:
        yield violation("tracingConfig.mode", "is not set")
    elif (value := mode.text()) is not None and value != "Active":
        yield violation(mode, f"is {mode.show()}")
