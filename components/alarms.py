"""Alarms: one helper, so that every alarm says whom it tells and what silence means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

AT_LEAST = "GreaterThanOrEqualToThreshold"
BELOW = "LessThanThreshold"


@dataclass(frozen=True, kw_only=True)
class AlarmRule:
    """When an alarm is raised: the statistic of one metric reaches a threshold in one period.

    Attributes:
        description: What it means and what to look at; it is the text of the mail.
        namespace: Namespace of the metric.
        metric: Name of the metric.
        dimensions: Its dimensions.
        threshold: From this value on.
        comparison: How the statistic meets it; ``BELOW`` for a metric of which less is worse.
        statistic: ``Sum`` or ``Maximum`` mostly.
        period: Seconds.
        periods: Periods in a row.
        missing: What no data means: ``notBreaching``, ``breaching``, ``ignore`` or ``missing``. Most of these metrics
            are only published when something happens: then no data is no alarm.
    """

    description: str
    namespace: str
    metric: str
    dimensions: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    threshold: float = 1
    comparison: str = AT_LEAST
    statistic: str = "Sum"
    period: int = 300
    periods: int = 1
    missing: str = "notBreaching"


def alarm(
    name: str, rule: AlarmRule, actions: list[pulumi.Input[str]], opts: pulumi.ResourceOptions
) -> aws.cloudwatch.MetricAlarm:
    """Make an alarm.

    Args:
        name: Logical name.
        rule: When it is raised.
        actions: Topics or scaling policies, at most 5.
        opts: Options of the resource.
    """
    return aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=rule.description,
        namespace=rule.namespace,
        metric_name=rule.metric,
        dimensions=dict(rule.dimensions),
        statistic=rule.statistic,
        period=rule.period,
        evaluation_periods=rule.periods,
        threshold=rule.threshold,
        comparison_operator=rule.comparison,
        treat_missing_data=rule.missing,
        alarm_actions=actions,
        opts=opts,
    )
