"""A stage of a REST API starts or continues traces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import on, turned_on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="apigateway-stage-tracing",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:apigateway/stage:Stage",),
    summary="A REST API's stage has X-Ray tracing.",
    cause="A slow or failing call cannot be followed through the services behind the API.",
    remedy="set xrayTracingEnabled to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html",
    frameworks=("AWS FSBP APIGateway.3",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from on(resource["xrayTracingEnabled"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Tracing changes no answer of the API."""
    return turned_on(resource, "xrayTracingEnabled")
