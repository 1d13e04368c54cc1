"""The real-time endpoint: instances that are always there, more of them under load."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.settings import RealtimeSettings

VARIANT = "primary"
SCALE_OUT_COOLDOWN_SECONDS = 60
SCALE_IN_COOLDOWN_SECONDS = 300


@dataclass(frozen=True, kw_only=True)
class RealtimeEndpointArgs:
    """Inputs.

    Attributes:
        settings: Sizes and scaling.
        model_name: SageMaker model.
        key_arn: Key of the instances' volumes.
    """

    settings: RealtimeSettings
    model_name: pulumi.Input[str]
    key_arn: pulumi.Input[str]


class RealtimeEndpoint(PlatformComponent):
    """One endpoint with one variant on instances, and its target tracking."""

    endpoint_name: pulumi.Output[str]
    endpoint_arn: pulumi.Output[str]

    def __init__(self, name: str, args: RealtimeEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        settings = args.settings
        super().__init__(name, {"instanceType": settings.instance_type}, opts)
        config = aws.sagemaker.EndpointConfiguration(
            self.child_name("config"),
            kms_key_arn=args.key_arn,
            production_variants=[
                aws.sagemaker.EndpointConfigurationProductionVariantArgs(
                    variant_name=VARIANT,
                    model_name=args.model_name,
                    instance_type=settings.instance_type,
                    initial_instance_count=settings.min_instances,
                    initial_variant_weight=1.0,
                )
            ],
            opts=self.child(),
        )
        endpoint = aws.sagemaker.Endpoint(name, endpoint_config_name=config.name, opts=self.child())
        self._scale(settings, endpoint)
        self.endpoint_name = endpoint.name
        self.endpoint_arn = endpoint.arn
        self.finish()

    def _scale(self, settings: RealtimeSettings, endpoint: aws.sagemaker.Endpoint) -> None:
        """Track calls per instance. The metric counts per MINUTE and its statistic is Sum, both by its definition.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
        """
        target = aws.appautoscaling.Target(
            self.child_name("capacity"),
            service_namespace="sagemaker",
            scalable_dimension="sagemaker:variant:DesiredInstanceCount",
            resource_id=pulumi.Output.concat("endpoint/", endpoint.name, f"/variant/{VARIANT}"),
            min_capacity=settings.min_instances,
            max_capacity=settings.max_instances,
            opts=self.child(),
        )
        aws.appautoscaling.Policy(
            self.child_name("tracking"),
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationArgs(
                predefined_metric_specification=tracked("SageMakerVariantInvocationsPerInstance"),
                target_value=settings.invocations_per_instance_per_minute,
                scale_out_cooldown=SCALE_OUT_COOLDOWN_SECONDS,
                scale_in_cooldown=SCALE_IN_COOLDOWN_SECONDS,
            ),
            opts=self.child(),
        )


def tracked(
    metric: str,
) -> aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs:
    """A metric that Application Auto Scaling knows by name, with its statistic and unit."""
    return aws.appautoscaling.PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs(
        predefined_metric_type=metric
    )
