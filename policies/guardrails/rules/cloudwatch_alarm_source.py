"""An alarm watches one thing, said in one way: a metric, queries, or a PromQL query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms, exclusive
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

SOURCES: Final = ("metricName", "metricQueries", "evaluationCriteria")
OF_METRIC: Final = ("namespace", "dimensions", "period", "unit", "statistic", "extendedStatistic")

RULE = Rule(
    id="cloudwatch-alarm-source",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm has one of metricName, metricQueries and evaluationCriteria, and what belongs to it.",
    cause="CloudWatch rejects the alarm.",
    remedy="name a metric with namespace, period and one statistic, or give queries that say all this themselves",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An empty list or object is as good as none."""
    yield from exclusive.exactly_one(resource.props, *SOURCES)
    source = next((name for name in SOURCES if exclusive.given(resource[name])), None)
    if source == "metricName":
        yield from exclusive.exactly_one(resource.props, "statistic", "extendedStatistic")
        for name in ("namespace", "period"):
            if resource[name].missing:
                yield violation(name, "is not set")
    elif source is not None:
        for name in OF_METRIC:
            if exclusive.given(resource[name]):
                yield from exclusive.beside(resource[name], resource[source])
