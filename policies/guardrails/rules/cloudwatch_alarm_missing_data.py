"""How an alarm on DynamoDB treats missing data is nobody's choice."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import cloudwatch_alarms
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudwatch-alarm-missing-data",
    family=Family.PREFLIGHT,
    severity=Severity.LOW,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm on DynamoDB's metrics does not count on how missing data is treated.",
    cause="The setting is ignored: without data such an alarm stays in the state that it has, ALARM too.",
    remedy="set treatMissingData to ignore, and let an expression such as FILL(m1, 0) stand for missing data",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An expression may fill the gaps, so only an alarm on the metric itself is meant."""
    if resource["metricName"].missing or resource["namespace"].text() != "AWS/DynamoDB":
        yield not_applicable("it is on no metric of DynamoDB")
        return
    treated = resource["treatMissingData"]
    if treated.text() in {"breaching", "notBreaching"}:
        yield violation(treated, f"is {treated.show()}, which is ignored")
