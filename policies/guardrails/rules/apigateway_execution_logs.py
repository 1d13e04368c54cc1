"""Execution logs of a stage are on. They are off by default."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="apigateway-execution-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:apigateway/methodSettings:MethodSettings",),
    summary="API Gateway logs at least the errors of an API.",
    cause="Why a call failed in an authoriser or a mapping is written down nowhere.",
    remedy="set settings.loggingLevel to ERROR or INFO",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html",
    frameworks=("AWS FSBP APIGateway.1",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The level belongs to the method settings."""
    yield from one_of(resource["settings.loggingLevel"], "ERROR", "INFO")
