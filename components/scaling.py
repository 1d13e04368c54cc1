"""What scales, and how: a target with its bounds, and a metric that Application Auto Scaling knows by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from domain.stops import NOTES

SCALE_OUT_COOLDOWN_SECONDS = 60
SCALE_IN_COOLDOWN_SECONDS = 300
"""Slow to shrink: taking capacity away too early costs a cold start, keeping it costs minutes."""

SCHEDULE_MOVES = ("min_capacity", "max_capacity")
STOP_MOVES = ("min_capacity", "suspended_state")
"""What scheduled actions and auto-stop set of a scalable target."""

NOTED = tuple(f"tags.{name}" for name in NOTES)
"""What auto-stop writes on an endpoint for people: no deployment, after a refresh either, takes it for a change."""


@dataclass(frozen=True, kw_only=True)
class Scaled:
    """What Application Auto Scaling scales.

    Attributes:
        dimension: Its scalable dimension, which starts with the service.
        resource_id: Its resource id.
        least: Smallest capacity.
        most: Largest capacity.
        moved: Properties that a schedule or auto-stop moves once they are deployed: a later deployment leaves them
            where they are.
    """

    dimension: str
    resource_id: pulumi.Input[str]
    least: int
    most: int
    moved: Sequence[str] = ()


def scalable_target(
    name: str, scaled: Scaled, parent: pulumi.Resource, depends_on: list[pulumi.Resource] | None = None
) -> aws.appautoscaling.Target:
    """Register what is scaled."""
    return aws.appautoscaling.Target(
        name,
        service_namespace=scaled.dimension.split(":", 1)[0],
        scalable_dimension=scaled.dimension,
        resource_id=scaled.resource_id,
        min_capacity=scaled.least,
        max_capacity=scaled.most,
        opts=pulumi.ResourceOptions(
            parent=parent,
            depends_on=depends_on,
            ignore_changes=list(scaled.moved) or None,
        ),
    )


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
