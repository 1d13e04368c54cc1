"""The brokers of an MSK cluster log."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="msk-broker-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:msk/cluster:Cluster",),
    summary="Kafka brokers send their logs somewhere.",
    cause="Why a broker failed is written down nowhere.",
    remedy="turn on cloudwatchLogs, s3 or firehose in loggingInfo.brokerLogs",
    url="https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Any one of the three places is enough."""
    logs = resource["loggingInfo.brokerLogs"]
    switches = [logs[place]["enabled"] for place in ("cloudwatchLogs", "s3", "firehose")]
    if not any(switch.flag() or switch.unknown for switch in switches):
        yield violation(logs, "has no place that is enabled")
