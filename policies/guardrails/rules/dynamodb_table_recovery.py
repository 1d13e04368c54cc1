"""A table can be restored to any second of the last 35 days. Caches do without, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="dynamodb-table-recovery",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:dynamodb/table:Table",),
    summary="A DynamoDB table has point-in-time recovery.",
    cause="After a mistake the data cannot be restored.",
    remedy="set pointInTimeRecovery.enabled to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html",
    frameworks=("AWS FSBP DynamoDB.2",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It cannot unless it is told to."""
    yield from on(resource["pointInTimeRecovery.enabled"])
