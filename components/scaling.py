"""What scales, and how: a target with its bounds, and a metric that Application Auto Scaling knows by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from domain.capacity.steps import StepBounds
from domain.stops import NOTES

SCALE_OUT_COOLDOWN_SECONDS = 60
SCALE_IN_COOLDOWN_SECONDS = 300
"""Slow to shrink: taking capacity away too early costs a cold start, keeping it costs minutes."""

CALLS_PER_INSTANCE = "SageMakerVariantInvocationsPerInstance"
REQUESTS_PER_MODEL = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
REQUESTS_PER_COPY = "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
"""Predefined metrics. Calls are summed per MINUTE; requests in flight are read every 10 seconds.
https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-policy.html"""

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


@dataclass(frozen=True)
class Move:
    """New bounds at a time: a schedule expression in its IANA time zone."""

    schedule: str
    timezone: str
    least: int
    most: int


@dataclass(frozen=True)
class Cooldowns:
    """Pauses in seconds after capacity was added and after it was taken away."""

    out: int = SCALE_OUT_COOLDOWN_SECONDS
    back: int = SCALE_IN_COOLDOWN_SECONDS


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
    cooldowns: Cooldowns = Cooldowns(),
) -> aws.appautoscaling.Policy:
    """Keeps a metric near a value.

    Args:
        name: Logical name of the policy.
        target: What is scaled.
        metric: Name of a predefined metric; statistic and unit belong to it (calls count per MINUTE, and are summed).
        value: The target, in the metric's unit.
        opts: With the parent.
        cooldowns: Slow to shrink by default.
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
            scale_out_cooldown=cooldowns.out,
            scale_in_cooldown=cooldowns.back,
        ),
        opts=opts,
    )


def step_out(
    name: str,
    target: aws.appautoscaling.Target,
    steps: Sequence[StepBounds],
    cooldown: int,
    opts: pulumi.ResourceOptions,
) -> aws.appautoscaling.Policy:
    """Adds capacity by how far an alarm's metric is above its threshold; the alarm names this policy as its action.

    Args:
        name: Logical name of the policy.
        target: What is scaled.
        steps: From where on how much is added, in the metric's unit above the threshold.
        cooldown: Seconds in which what was added counts against what is added next.
        opts: With the parent.
    """
    step = aws.appautoscaling.PolicyStepScalingPolicyConfigurationStepAdjustmentArgs
    return aws.appautoscaling.Policy(
        name,
        policy_type="StepScaling",
        service_namespace=target.service_namespace,
        scalable_dimension=target.scalable_dimension,
        resource_id=target.resource_id,
        step_scaling_policy_configuration=aws.appautoscaling.PolicyStepScalingPolicyConfigurationArgs(
            adjustment_type="ChangeInCapacity",
            metric_aggregation_type="Maximum",
            cooldown=cooldown,
            step_adjustments=[
                step(
                    metric_interval_lower_bound=str(one.lower),
                    metric_interval_upper_bound=None if one.upper is None else str(one.upper),
                    scaling_adjustment=one.add,
                )
                for one in steps
            ],
        ),
        opts=opts,
    )


def scheduled_action(
    name: str, target: aws.appautoscaling.Target, move: Move, opts: pulumi.ResourceOptions
) -> aws.appautoscaling.ScheduledAction:
    """Moves both bounds of a target at a time: one alone could pass the other, and AWS would then change neither."""
    return aws.appautoscaling.ScheduledAction(
        name,
        service_namespace=target.service_namespace,
        scalable_dimension=target.scalable_dimension,
        resource_id=target.resource_id,
        schedule=move.schedule,
        timezone=move.timezone,
        scalable_target_action=aws.appautoscaling.ScheduledActionScalableTargetActionArgs(
            min_capacity=move.least, max_capacity=move.most
        ),
        opts=opts,
    )
