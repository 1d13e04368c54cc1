"""An Amazon MQ broker logs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="mq-broker-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:mq/broker:Broker",),
    summary="A message broker sends its logs to CloudWatch.",
    cause="Why the broker failed, and who changed it, is written down nowhere.",
    remedy="set logs.general to true, and for ActiveMQ logs.audit too",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to. RabbitMQ has no audit log."""
    yield from on(resource["logs.general"])
    if (resource["engineType"].text() or "").lower() == "activemq":
        yield from on(resource["logs.audit"])
