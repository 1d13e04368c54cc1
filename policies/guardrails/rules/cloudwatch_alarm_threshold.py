"""An alarm compares with a number or with a band, by an operator that goes with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms, exclusive
from guardrails.demands import given
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

OF_BAND: Final = frozenset(
    {"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"}
)

RULE = Rule(
    id="cloudwatch-alarm-threshold",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm has an operator, and either a threshold or the id of the query that computes the band.",
    cause="CloudWatch rejects the alarm.",
    remedy="set comparisonOperator, evaluationPeriods and one of threshold and thresholdMetricId, the id of a query",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """PromQL compares in the query itself."""
    if resource["evaluationCriteria"].present:
        yield not_applicable("its PromQL query compares")
        return
    band, operator = resource["thresholdMetricId"], resource["comparisonOperator"]
    yield from given(operator)
    yield from given(resource["evaluationPeriods"])
    yield from exclusive.exactly_one(resource.props, "threshold", "thresholdMetricId")
    if band.missing and operator.text() in OF_BAND:
        yield violation(operator, f"is {operator.show()}, which needs thresholdMetricId")
    ids = [query["id"].text() for query in resource["metricQueries"].each()]
    name = band.text()
    if name is not None and None not in ids and name not in ids and not resource["metricQueries"].unknown:
        yield violation(band, f"is {name}, which is no query's id")
