"""The serverless endpoint: billed by use, with warm capacity where it is asked for.

No VPC, no network isolation, no volume key: serverless supports none of them.
https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.inference.realtime import VARIANT
from components.scaling import Scaled, scalable_target, track
from components.settings import ServerlessSettings
from domain.serverless import ServerlessConfig


@dataclass(frozen=True, kw_only=True)
class ServerlessEndpointArgs:
    """Inputs: sizes, the SageMaker model (one without VPC and isolation), what of its target something else moves."""

    settings: ServerlessSettings
    model_name: pulumi.Input[str]
    moved: Sequence[str] = ()


class ServerlessEndpoint(PlatformComponent):
    """One endpoint with one serverless variant; with provisioned concurrency also its scaling."""

    endpoint_name: pulumi.Output[str]
    endpoint_arn: pulumi.Output[str]

    def __init__(self, name: str, args: ServerlessEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        settings = args.settings
        super().__init__(name, {"memoryMb": settings.memory_size_in_mb}, opts)
        size = ServerlessConfig(settings.memory_size_in_mb, settings.max_concurrency, settings.provisioned_concurrency)
        config = aws.sagemaker.EndpointConfiguration(
            self.child_name("config"),
            production_variants=[
                aws.sagemaker.EndpointConfigurationProductionVariantArgs(
                    variant_name=VARIANT,
                    model_name=args.model_name,
                    initial_variant_weight=1.0,
                    serverless_config=aws.sagemaker.EndpointConfigurationProductionVariantServerlessConfigArgs(
                        memory_size_in_mb=size.memory_size_in_mb,
                        max_concurrency=size.max_concurrency,
                        provisioned_concurrency=size.provisioned_concurrency or None,
                    ),
                )
            ],
            opts=self.child(),
        )
        endpoint = aws.sagemaker.Endpoint(name, endpoint_config_name=config.name, opts=self.child())
        self.target = self._scale(args, endpoint) if size.provisioned_concurrency else None
        self.endpoint_name = endpoint.name
        self.endpoint_arn = endpoint.arn
        self.finish()

    def _scale(self, args: ServerlessEndpointArgs, endpoint: aws.sagemaker.Endpoint) -> aws.appautoscaling.Target:
        """Keep the share of warm capacity in use near its target.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html
        """
        scaled = Scaled(
            dimension="sagemaker:variant:DesiredProvisionedConcurrency",
            resource_id=pulumi.Output.concat("endpoint/", endpoint.name, f"/variant/{VARIANT}"),
            least=args.settings.provisioned_concurrency,
            most=args.settings.max_concurrency,
            moved=args.moved,
        )
        target = scalable_target(self.child_name("capacity"), scaled, self)
        track(
            self.child_name("tracking"),
            target,
            "SageMakerVariantProvisionedConcurrencyUtilization",
            args.settings.provisioned_utilization,
            self.child(),
        )
        return target
