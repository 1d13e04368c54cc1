"""A Neptune cluster exports its audit log."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="neptune-audit-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:neptune/cluster:Cluster",),
    summary="A Neptune cluster sends its audit log to CloudWatch.",
    cause="Who logged in, and what was changed, is written down nowhere.",
    remedy="add audit to enableCloudwatchLogsExports",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/neptune-controls.html",
    frameworks=("AWS FSBP Neptune.2",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Other logs do not replace it."""
    exports = resource["enableCloudwatchLogsExports"]
    names = exports.texts()
    if "audit" not in names and not exports.unknown:
        yield violation(exports, "has no audit")
