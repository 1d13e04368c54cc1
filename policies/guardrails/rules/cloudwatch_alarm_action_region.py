"""An alarm tells topics and starts policies of its own Region only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity

ACTIONS: Final = ("alarmActions", "okActions", "insufficientDataActions")

RULE = Rule(
    id="cloudwatch-alarm-action-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"),
    summary="An alarm's actions are in its own Region.",
    cause="CloudWatch rejects the alarm, or it fires and nobody hears of it.",
    remedy="name a topic of the alarm's Region, and forward from there if need be",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Texts that are no ARN, and ARNs without a Region, may be anywhere."""
    nodes = [node for name in ACTIONS for node in resource[name].each()]
    yield from regions.elsewhere(resource, nodes, "alarm")
