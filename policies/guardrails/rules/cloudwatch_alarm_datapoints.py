"""An alarm asks for no more bad data points than it looks at."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import cloudwatch_alarms
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudwatch-alarm-datapoints",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm's datapointsToAlarm is not above its evaluationPeriods.",
    cause="CloudWatch rejects the alarm.",
    remedy="set datapointsToAlarm to evaluationPeriods or less",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without it every data point has to be bad."""
    points = resource["datapointsToAlarm"]
    if points.missing:
        yield not_applicable("every data point has to be bad")
        return
    least, periods = points.number(), resource["evaluationPeriods"].number()
    if least is not None and periods is not None and least > periods:
        yield violation(points, f"is {least:g}, above evaluationPeriods {periods:g}")
