"""A composite alarm's expression can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import alarm_rules, service_model
from guardrails.aws.service_model import Text
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

LIMITS: Final[service_model.Limits] = {
    "alarmName": Text("cloudwatch", "AlarmName", 1, 255),
    "alarmDescription": Text("cloudwatch", "AlarmDescription", 0, 1024),
    "alarmRule": Text("cloudwatch", "AlarmRule", 1, 10240),
}

RULE = Rule(
    id="cloudwatch-composite-alarm-rule",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:cloudwatch/compositeAlarm:CompositeAlarm",),
    summary="A composite alarm combines alarms by AND, OR and NOT, in balanced brackets.",
    cause="CloudWatch rejects the alarm.",
    remedy='write it as ALARM("a") AND NOT (OK("b") OR INSUFFICIENT_DATA("c"))',
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Whether the alarms exist, only AWS knows."""
    yield from service_model.refused(resource.props, LIMITS)
    rule = resource["alarmRule"]
    text = rule.text()
    if text and (problem := alarm_rules.wrong(text)):
        yield violation(rule, problem)
