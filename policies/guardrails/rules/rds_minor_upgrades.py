"""A database takes the minor versions of its engine."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="rds-minor-upgrades",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"),
    summary="A database takes the minor versions of its engine.",
    cause="Holes that a new version closes stay open.",
    remedy="leave autoMinorVersionUpgrade out, or set it to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-13",
    frameworks=("AWS FSBP RDS.13",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does unless that is turned off."""
    yield from not_off(resource["autoMinorVersionUpgrade"])
