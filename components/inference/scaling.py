"""Target tracking, as every endpoint path scales: a metric that Application Auto Scaling knows by name, and a value."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

SCALE_OUT_COOLDOWN_SECONDS = 60
SCALE_IN_COOLDOWN_SECONDS = 300
"""Slow to shrink: taking capacity away too early costs a cold start, keeping it costs minutes."""


def track(
    name: str,
    target: aws.appautoscaling.Target,
    metric: str,
    value: float,
    opts: pulumi.ResourceOptions,
) -> aws.appautoscaling.Policy:
    """Keeps a metric near a value.

    Args:
        name: Logical name of the policy.
        target: What is scaled.
        metric: Name of a predefined metric; statistic and unit belong to it (calls count per MINUTE, and are summed).
        value: The target, in the metric's unit.
        opts: With the parent.
    """
    return aws.appautoscaling.Policy(
        name,
        policy_type="TargetTrackingScaling",
        service_namespace=target.service_namespace,
        scalable_dimension=target.scalable_dimension,
        resource_id=target.resource_id,
        target_tracking_scaling_policy_configuration=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
            predefined_metric_specification=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
                predefined_metric_type=metric
            ),
            target_value=value,
            scale_out_cooldown=SCALE_OUT_COOLDOWN_SECONDS,
            scale_in_cooldown=SCALE_IN_COOLDOWN_SECONDS,
        ),
        opts=opts,
    )
