"""A stage of a REST, HTTP or WebSocket API writes access logs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="apigateway-stage-access-logs",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:apigateway/stage:Stage", "aws:apigatewayv2/stage:Stage"),
    summary="An API's stage writes access logs.",
    cause="Nobody can tell who called the API, and with what result.",
    remedy="set accessLogSettings with a destinationArn and a format",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html",
    frameworks=("AWS FSBP APIGateway.9",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a log group that is made in the same update passes."""
    yield from given(resource["accessLogSettings.destinationArn"])
