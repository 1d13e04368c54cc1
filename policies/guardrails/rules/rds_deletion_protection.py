"""A database must be unprotected before it can be deleted. Short-lived stacks do without, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="rds-deletion-protection",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=(
        "aws:rds/instance:Instance",
        "aws:rds/cluster:Cluster",
        "aws:docdb/cluster:Cluster",
        "aws:neptune/cluster:Cluster",
    ),
    summary="A database is protected from deletion.",
    cause="One wrong command deletes the database.",
    remedy="set deletionProtection to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
    frameworks=("AWS FSBP RDS.7", "AWS FSBP RDS.8"),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It is not unless it is told to be."""
    yield from on(resource["deletionProtection"])
