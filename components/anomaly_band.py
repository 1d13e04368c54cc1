"""Alarms on what is unusual: above the band that CloudWatch learned for a metric.

Until it has seen enough, about two weeks for days and weeks, the band is wide or not there; no band is no alarm.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components.metric_math import Series

ABOVE: Final = "GreaterThanUpperThreshold"
BAND: Final = "band"
WATCHED: Final = "watched"


@dataclass(frozen=True, kw_only=True)
class AnomalyRule:
    """When an alarm is raised: a metric is above what is usual.

    Attributes:
        description: What it means and what to look at; it is the text of the mail.
        series: The metric.
        width: Of the band, in standard deviations.
        period: Seconds.
        periods: Periods in a row.
    """

    description: str
    series: Series
    width: float
    period: int = 300
    periods: int = 3


def anomaly_alarm(
    name: str, rule: AnomalyRule, actions: list[pulumi.Input[str]], opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Make an alarm on what is unusual.

    Args:
        name: Logical name.
        rule: When it is raised.
        actions: Topics, at most 5; scaling policies are not accepted here.
        opts: Options of the resource.
    """
    query, series = aws.cloudwatch.MetricAlarmMetricQueryArgs, rule.series
    metric = aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
        namespace=series.namespace,
        metric_name=series.metric,
        stat=series.stat,
        period=rule.period,
        dimensions=dict(series.dimensions),
    )
    band = f"ANOMALY_DETECTION_BAND({WATCHED}, {rule.width:g})"
    return aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=rule.description,
        metric_queries=[
            query(id=BAND, expression=band, label="usual", return_data=True),
            query(id=WATCHED, metric=metric, return_data=True),
        ],
        threshold_metric_id=BAND,
        comparison_operator=ABOVE,
        evaluation_periods=rule.periods,
        treat_missing_data="notBreaching",
        alarm_actions=actions,
        opts=opts,
    )
