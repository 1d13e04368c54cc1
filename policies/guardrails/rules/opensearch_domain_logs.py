"""A domain publishes logs. Only fine-grained access control has an audit log."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="opensearch-domain-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    summary="A search domain publishes its audit log, or its error log where it has no users.",
    cause="Who searched for what, or why the domain fails, is written down nowhere.",
    remedy="add AUDIT_LOGS to logPublishingOptions, or ES_APPLICATION_LOGS without fine-grained access control",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html",
    frameworks=("AWS FSBP Opensearch.4", "AWS FSBP Opensearch.5"),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Slow logs do not replace it."""
    options = resource["logPublishingOptions"]
    published = [option["logType"].text() for option in options.each() if option["enabled"].flag() is not False]
    accepted = (
        {"AUDIT_LOGS"} if resource["advancedSecurityOptions.enabled"].flag() else {"AUDIT_LOGS", "ES_APPLICATION_LOGS"}
    )
    if not options.unknown and not accepted & set(published) and None not in published:
        yield violation(options, f"has no {' or '.join(sorted(accepted))}")
