"""An alarm's values are ones that CloudWatch knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from guardrails.aws import cloudwatch_alarms, service_model
from guardrails.aws.service_model import Choice, Range, Text
from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Resource, Rule, Severity

_choice = partial(Choice, "cloudwatch")

UNIT: Final = _choice(
    "StandardUnit",
    (
        *("Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "Count/Second", "None"),
        *("Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes"),
        *("Bits", "Kilobits", "Megabits", "Gigabits", "Terabits"),
        *("Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second"),
        *("Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second"),
    ),
)
LIMITS: Final[service_model.Limits] = {
    "name": Text("cloudwatch", "AlarmName", 1, 255),
    "alarmDescription": Text("cloudwatch", "AlarmDescription", 0, 1024),
    "evaluationPeriods": Range("cloudwatch", "EvaluationPeriods", 1),
    "datapointsToAlarm": Range("cloudwatch", "DatapointsToAlarm", 1),
    "unit": UNIT,
    "comparisonOperator": _choice(
        "ComparisonOperator",
        (
            *("GreaterThanOrEqualToThreshold", "GreaterThanThreshold"),
            *("LessThanThreshold", "LessThanOrEqualToThreshold"),
            *("LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"),
        ),
    ),
}
OF_QUERY: Final[service_model.Limits] = {"unit": UNIT}

RULE = Rule(
    id="cloudwatch-alarm-values",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm's operator, unit, missing data and counts are values that CloudWatch accepts.",
    cause="CloudWatch rejects the alarm in the middle of a deployment.",
    remedy="take one of the accepted values, in CloudWatch's spelling",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The service model leaves the two that are about data open; the page lists them."""
    yield from service_model.refused(resource.props, LIMITS)
    yield from if_set(resource["treatMissingData"], "breaching", "notBreaching", "ignore", "missing")
    yield from if_set(resource["evaluateLowSampleCountPercentiles"], "evaluate", "ignore")
    for query in resource["metricQueries"].each():
        yield from service_model.refused(query["metric"], OF_QUERY)
