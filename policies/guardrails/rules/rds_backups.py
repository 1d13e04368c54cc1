"""Automated backups of an RDS instance are not turned off."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="rds-backups",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:rds/instance:Instance",),
    summary="An RDS instance keeps automated backups.",
    cause="After a mistake or a failure the data cannot be restored to any point in time.",
    remedy="set backupRetentionPeriod to 7 or more",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
    frameworks=("AWS FSBP RDS.11",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A replica takes the backups of its source unless it says otherwise."""
    days = resource["backupRetentionPeriod"]
    if resource["replicateSourceDb"].present:
        yield not_applicable("the source of a replica is backed up")
    elif days.number() == 0:
        yield violation(days, "is 0, which turns backups off")
