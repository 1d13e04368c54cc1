"""An alarm does at most five things when its state changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

ACTIONS: Final = ("alarmActions", "okActions", "insufficientDataActions")
MOST: Final = 5

RULE = Rule(
    id="cloudwatch-alarm-actions",
    family=Family.PREFLIGHT,
    severity=Severity.LOW,
    resources=(cloudwatch_alarms.ALARM, "aws:cloudwatch/compositeAlarm:CompositeAlarm"),
    summary="An alarm has at most five actions for each state.",
    cause="CloudWatch rejects the alarm.",
    remedy="tell one topic, and let the others subscribe to it",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An action whose ARN is unknown counts."""
    for name in ACTIONS:
        count = len(list(resource[name].each()))
        if count > MOST:
            yield violation(name, f"has {count} actions, above {MOST}")
