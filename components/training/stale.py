"""The alarm of a schedule that no longer ends well: silence is what it is about."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

DAY_SECONDS = 24 * 3600


def stale_alarm(
    name: str,
    machine_arn: pulumi.Input[str],
    days: int,
    topic_arn: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> aws.cloudwatch.MetricAlarm:
    """Raised when no execution succeeded for so many days; an execution that found nothing new to train counts.

    Args:
        name: Logical name.
        machine_arn: The state machine.
        days: 1 to 7, the longest that an alarm looks back.
            https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        topic_arn: Who is told.
        opts: Options of the resource.
    """
    return aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=f"No training run ended well for {days} days, though one is scheduled.",
        namespace="AWS/States",
        metric_name="ExecutionsSucceeded",
        dimensions={"StateMachineArn": machine_arn},
        statistic="Sum",
        period=DAY_SECONDS,
        evaluation_periods=days,
        datapoints_to_alarm=days,
        threshold=1,
        comparison_operator="LessThanThreshold",
        treat_missing_data="breaching",
        alarm_actions=[topic_arn],
        opts=opts,
    )
