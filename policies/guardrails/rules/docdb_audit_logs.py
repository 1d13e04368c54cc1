"""A DocumentDB cluster exports its audit log."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="docdb-audit-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:docdb/cluster:Cluster",),
    summary="A DocumentDB cluster sends its audit log to CloudWatch.",
    cause="Who logged in, and what was changed, is written down nowhere.",
    remedy="add audit to enabledCloudwatchLogsExports",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html",
    frameworks=("AWS FSBP DocumentDB.4",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Other logs do not replace it."""
    exports = resource["enabledCloudwatchLogsExports"]
    names = exports.texts()
    if "audit" not in names and not exports.unknown:
        yield violation(exports, "has no audit")
