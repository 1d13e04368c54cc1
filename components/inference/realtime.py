"""The real-time endpoint: instances that are always there, more of them under load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.scaling import CALLS_PER_INSTANCE, NOTED, Scaled, scalable_target, track
from components.settings import RealtimeSettings

VARIANT = "primary"


@dataclass(frozen=True, kw_only=True)
class RealtimeEndpointArgs:
    """Inputs.

    Attributes:
        settings: Sizes and scaling.
        model_name: SageMaker model.
        key_arn: Key of the instances' volumes.
        moved: What of its scalable target something else moves.
    """

    settings: RealtimeSettings
    model_name: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    moved: Sequence[str] = ()


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
        endpoint = aws.sagemaker.Endpoint(
            name, endpoint_config_name=config.name, opts=self.child(ignore_changes=list(NOTED))
        )
        self.target = self._scale(args, endpoint)
        self.endpoint_name = endpoint.name
        self.endpoint_arn = endpoint.arn
        self.finish()

    def _scale(self, args: RealtimeEndpointArgs, endpoint: aws.sagemaker.Endpoint) -> aws.appautoscaling.Target:
        """Track calls per instance. The metric counts per MINUTE and its statistic is Sum, both by its definition.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
        """
        scaled = Scaled(
            dimension="sagemaker:variant:DesiredInstanceCount",
            resource_id=pulumi.Output.concat("endpoint/", endpoint.name, f"/variant/{VARIANT}"),
            least=args.settings.min_instances,
            most=args.settings.max_instances,
            moved=args.moved,
        )
        target = scalable_target(self.child_name("capacity"), scaled, self)
        calls = args.settings.invocations_per_instance_per_minute
        if calls is not None:
            track(self.child_name("tracking"), target, CALLS_PER_INSTANCE, calls, self.child())
        return target
