"""An alarm's queries come down to the one series that it watches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms, metric_queries
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

MOST: Final = 20

RULE = Rule(
    id="cloudwatch-alarm-queries",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(cloudwatch_alarms.ALARM,),
    summary="Each query has an id of its own and an expression or a metric; one returns data, and the band if any.",
    cause="CloudWatch rejects the alarm.",
    remedy="set returnData to true on the query to watch, and on the band; give each query an id such as m1",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Pulumi leaves returnData off, other than the API; with a band both it and what it is of return data."""
    queries = resource["metricQueries"]
    if queries.missing:
        yield not_applicable("it has no queries")
    count = len(list(queries.each()))
    if count > MOST:
        yield violation(queries, f"has {count} queries, above {MOST}")
    yield from metric_queries.refused(queries, "metric", wanted=2 if resource["thresholdMetricId"].present else 1)
