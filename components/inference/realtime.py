"""The real-time endpoint: instances that are always there, more of them under load."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.inference.scaling import track
from components.settings import RealtimeSettings

VARIANT = "primary"


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
        track(
            self.child_name("tracking"),
            target,
            "SageMakerVariantInvocationsPerInstance",
            settings.invocations_per_instance_per_minute,
            self.child(),
        )
