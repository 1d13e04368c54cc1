"""What an API is made of has values that API Gateway accepts."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.apigateway_limits import LIMITS
from guardrails.aws.service_model import refused
from guardrails.demands import within
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="apigateway-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=tuple(LIMITS),
    summary="Types, modes and times of an API's parts are ones that API Gateway accepts.",
    cause="API Gateway rejects the part in the middle of a deployment.",
    remedy="set an accepted value",
    url="https://docs.aws.amazon.com/apigateway/latest/api/API_Operations.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The time that an authorizer's answer is kept is limited by its page alone for a REST API."""
    yield from refused(resource.props, LIMITS[resource.type])
    yield from within(resource["authorizerResultTtlInSeconds"], 0, 3600)
