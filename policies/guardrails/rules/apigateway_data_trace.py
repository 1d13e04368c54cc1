"""Data tracing, which logs bodies and headers, is off. AWS advises against it in production."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="apigateway-data-trace",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:apigateway/methodSettings:MethodSettings",),
    summary="API Gateway does not log whole requests and answers.",
    cause="Credentials and personal data of every call stand in the log group.",
    remedy="set settings.dataTraceEnabled to false, or leave it out",
    url="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    frameworks=("NIST 800-53 AU-3",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It is off unless it is told otherwise."""
    yield from not_on(resource["settings.dataTraceEnabled"])
