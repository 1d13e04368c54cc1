"""What is tried again after a failed asynchronous call is within the limits."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import lambda_limits
from guardrails.aws.service_model import refused
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="lambda-event-invoke-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",),
    summary="The retries and the age of asynchronous events are within the limits.",
    cause="Lambda rejects the configuration.",
    remedy="set maximumRetryAttempts to 0, 1 or 2, and maximumEventAgeInSeconds to 60 to 21600",
    url="https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """What is left out has a default of AWS."""
    yield from refused(resource.props, lambda_limits.INVOKE_CONFIG)
