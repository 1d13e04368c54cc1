"""An RDS database exports logs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import filled
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="rds-log-exports",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    summary="A database sends its logs to CloudWatch.",
    cause="The logs stay on the database for a few days; nobody can search them after that.",
    remedy="set enabledCloudwatchLogsExports to the engine's logs",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
    frameworks=("AWS FSBP RDS.9",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An instance of Aurora logs through its cluster."""
    if resource.type.endswith(":Instance") and (resource["engine"].text() or "").startswith("aurora"):
        yield not_applicable("the logs of Aurora belong to the cluster")
    else:
        yield from filled(resource["enabledCloudwatchLogsExports"])
