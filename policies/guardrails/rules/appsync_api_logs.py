"""An AppSync API logs errors."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="appsync-api-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:appsync/graphQLApi:GraphQLApi",),
    summary="A GraphQL API logs at least the errors of its fields.",
    cause="Why a query failed is written down nowhere.",
    remedy="set logConfig with a fieldLogLevel of ERROR",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/appsync-controls.html",
    frameworks=("AWS FSBP AppSync.2",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a level nothing is logged."""
    yield from one_of(resource["logConfig.fieldLogLevel"], "ERROR", "INFO", "DEBUG", "ALL")
