"""A database of production reports what its operating system does."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="rds-enhanced-monitoring",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:rds/instance:Instance",),
    summary="A database of production reports what its operating system does.",
    cause="When the database is slow, nobody sees whether memory, disk or a process is to blame.",
    remedy="set monitoringInterval to 60 or less, and monitoringRoleArn",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-6",
    frameworks=("AWS FSBP RDS.6",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Sixty seconds is the longest interval; 0 turns it off."""
    if outside_production(resource):
        yield not_applicable("the stack serves no users")
    elif resource["monitoringInterval"].missing:
        yield violation("monitoringInterval", "is not set")
    elif resource["monitoringInterval"].number() == 0:
        yield violation("monitoringInterval", "is 0")
