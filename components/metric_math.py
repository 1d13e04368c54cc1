"""Alarms on an expression over several metrics: a share of failures instead of their number.

Expressions: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.alarms import AT_LEAST

RESULT = "result"
"""Id of the expression; the metrics may not have it."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """One metric as an expression sees it.

    Attributes:
        namespace: Namespace of the metric.
        metric: Name of the metric.
        stat: ``Sum``, ``SampleCount``, ``p99``, or ``TC(:300)`` for how many values are up to 300.
        dimensions: Its dimensions.
    """

    namespace: str
    metric: str
    stat: str
    dimensions: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MathRule:
    """When an alarm on an expression is raised. By default no data is no alarm: without calls nothing fails.

    Attributes:
        description: What it means and what to look at; it is the text of the mail.
        expression: Over the ids of ``series``.
        series: Metrics by id; an id begins with a small letter.
        threshold: From this value on.
        period: Seconds.
        periods: Periods in a row.
        missing: What no data means: ``notBreaching``, or ``missing``, which makes it the state INSUFFICIENT_DATA for
            whoever must tell healthy from unknown.
    """

    description: str
    expression: str
    series: Mapping[str, Series]
    threshold: float
    period: int = 300
    periods: int = 1
    missing: str = "notBreaching"


def math_alarm(
    name: str, rule: MathRule, actions: list[pulumi.Input[str]], opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Make an alarm on an expression.

    Args:
        name: Logical name.
        rule: When it is raised.
        actions: Topics, at most 5.
        opts: Options of the resource.
    """
    query = aws.cloudwatch.MetricAlarmMetricQueryArgs
    queries = [query(id=RESULT, expression=rule.expression, label=name, return_data=True)]
    queries += [
        query(
            id=key,
            return_data=False,
            metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
                namespace=one.namespace,
                metric_name=one.metric,
                stat=one.stat,
                period=rule.period,
                dimensions=dict(one.dimensions),
            ),
        )
        for key, one in rule.series.items()
    ]
    return aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=rule.description,
        metric_queries=queries,
        evaluation_periods=rule.periods,
        threshold=rule.threshold,
        comparison_operator=AT_LEAST,
        treat_missing_data=rule.missing,
        alarm_actions=actions,
        opts=opts,
    )
