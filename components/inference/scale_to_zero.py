"""Inference components: an endpoint that goes down to no copies and no instances.

Target tracking moves the number of copies above zero and down to zero; it cannot leave zero, because without a copy the
tracked metric has no data. So a STEP policy does, driven by an alarm on calls that found no capacity.
https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html

pulumi-aws has no resource for inference components, so the Cloud Control API makes it. It names its endpoint by an
output of the endpoint, hence it is deleted first, as SageMaker demands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.inference.realtime import VARIANT
from components.scaling import NOTED, Scaled, scalable_target, step_out, track
from components.settings import ComponentsSettings
from domain.capacity.steps import StepBounds

CLOUD_CONTROL_TYPE = "AWS::SageMaker::InferenceComponent"
DIMENSION = "sagemaker:inference-component:DesiredCopyCount"
WAKE_COOLDOWN_SECONDS = 60
NAME_LENGTH = 63


@dataclass(frozen=True, kw_only=True)
class ScaleToZeroEndpointArgs:
    """Inputs.

    Attributes:
        settings: Sizes and scaling.
        component_name: Name of the inference component, unique in account and Region, at most 63 characters.
        model_name: SageMaker model.
        role_arn: Role of the endpoint: with components it is the endpoint that has one.
        key_arn: Key of the instances' volumes.
        moved: What of its scalable target something else moves.
    """

    settings: ComponentsSettings
    component_name: str
    model_name: pulumi.Input[str]
    role_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    moved: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not 0 < len(self.component_name) <= NAME_LENGTH:
            raise ValueError(
                f"component_name {self.component_name!r} has {len(self.component_name)} characters; "
                f"accepted: 1 to {NAME_LENGTH}"
            )


class ScaleToZeroEndpoint(PlatformComponent):
    """One endpoint, one component on it, and scaling between zero and ``max_copies``."""

    endpoint_name: pulumi.Output[str]
    endpoint_arn: pulumi.Output[str]
    component_name: pulumi.Output[str]

    def __init__(self, name: str, args: ScaleToZeroEndpointArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"instanceType": args.settings.instance_type}, opts)
        endpoint = self._endpoint(name, args)
        component = aws.cloudcontrol.Resource(
            self.child_name("component"),
            type_name=CLOUD_CONTROL_TYPE,
            desired_state=pulumi.Output.json_dumps(desired_state(args, endpoint.name), sort_keys=True),
            opts=self.child(),
        )
        # From here on the name stands for a component that exists: whoever uses it waits for it.
        self.component_name = component.desired_state.apply(lambda _: args.component_name)
        self.target = self._target(args, component)
        self._wake(args.component_name, self.target, self._track(args.settings, self.target))
        self.endpoint_name = endpoint.name
        self.endpoint_arn = endpoint.arn
        self.finish()

    def _endpoint(self, name: str, args: ScaleToZeroEndpointArgs) -> aws.sagemaker.Endpoint:
        config = aws.sagemaker.EndpointConfiguration(
            self.child_name("config"),
            execution_role_arn=args.role_arn,
            kms_key_arn=args.key_arn,
            production_variants=[
                aws.sagemaker.EndpointConfigurationProductionVariantArgs(
                    variant_name=VARIANT,
                    instance_type=args.settings.instance_type,
                    initial_instance_count=1,
                    managed_instance_scaling=aws.sagemaker.EndpointConfigurationProductionVariantManagedInstanceScalingArgs(
                        status="ENABLED", min_instance_count=0, max_instance_count=args.settings.max_instances
                    ),
                    routing_configs=[
                        aws.sagemaker.EndpointConfigurationProductionVariantRoutingConfigArgs(
                            routing_strategy="LEAST_OUTSTANDING_REQUESTS"
                        )
                    ],
                )
            ],
            opts=self.child(),
        )
        return aws.sagemaker.Endpoint(
            name, endpoint_config_name=config.name, opts=self.child(ignore_changes=list(NOTED))
        )

    def _target(self, args: ScaleToZeroEndpointArgs, component: aws.cloudcontrol.Resource) -> aws.appautoscaling.Target:
        scaled = Scaled(
            dimension=DIMENSION,
            resource_id=pulumi.Output.concat("inference-component/", self.component_name),
            least=0,
            most=args.settings.max_copies,
            moved=args.moved,
        )
        return scalable_target(self.child_name("capacity"), scaled, self, [component])

    def _track(self, settings: ComponentsSettings, target: aws.appautoscaling.Target) -> aws.appautoscaling.Policy:
        return track(
            self.child_name("tracking"),
            target,
            "SageMakerInferenceComponentInvocationsPerCopy",
            settings.invocations_per_copy_per_minute,
            self.child(),
        )

    def _wake(
        self, component_name: str, target: aws.appautoscaling.Target, tracking: aws.appautoscaling.Policy
    ) -> None:
        """One copy more as soon as a call finds none. Made after the other policy: a target takes one at a time."""
        steps, after = [StepBounds(0, None, 1)], self.child(depends_on=[tracking])
        policy = step_out(self.child_name("wake"), target, steps, WAKE_COOLDOWN_SECONDS, after)
        rule = AlarmRule(
            description="A call found no copy of the inference component; the alarm's action adds one.",
            namespace="AWS/SageMaker",
            metric="NoCapacityInvocationFailures",
            dimensions={"InferenceComponentName": component_name},
            period=60,
        )
        alarm(self.child_name("no-capacity"), rule, [policy.arn], self.child())


def desired_state(args: ScaleToZeroEndpointArgs, endpoint_name: pulumi.Input[str]) -> dict[str, Any]:
    """The component in its CloudFormation shape. It starts with one copy; from then on the scaling decides.

    Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-inferencecomponent.html
    """
    return {
        "InferenceComponentName": args.component_name,
        "EndpointName": endpoint_name,
        "VariantName": VARIANT,
        "Specification": {
            "ModelName": args.model_name,
            "ComputeResourceRequirements": {
                "NumberOfCpuCoresRequired": args.settings.cpu_cores,
                "MinMemoryRequiredInMb": args.settings.memory_mb,
            },
        },
        "RuntimeConfig": {"CopyCount": 1},
    }
