"""Theme: capacity. What was planned is built; nothing here decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.capacity.autoscaling import Autoscaling, AutoscalingArgs
from components.capacity.bedrock import InferenceProfile, Naming, ProvisionedThroughput
from components.capacity.endpoints import EndpointScaling, EndpointScalingArgs
from components.capacity.units import InferenceUnits, tracked
from components.foundation.account import Account
from components.settings.capacity import CapacitySettings
from components.settings.capacity_plan import CapacityPlan


@dataclass(frozen=True, kw_only=True)
class CapacityArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        plan: What :func:`components.settings.capacity_plan.plan_capacity` returned.
        account: Where the stack is deployed.
        project: First part of names.
        environment: Second part.
        units: What the inference theme made; nothing where it is off.
        moved: What auto-stop moves of the targets of other endpoints; a later deployment leaves that where it is.
        after: What must exist before: the inference theme, whose own policies are of the same targets.
    """

    settings: CapacitySettings
    plan: CapacityPlan
    account: Account
    project: str
    environment: str
    units: InferenceUnits = field(default_factory=InferenceUnits)
    moved: Sequence[str] = ()
    after: Sequence[pulumi.Resource] = ()


class Capacity(PlatformComponent):
    """Policies of what is scaled, model units and profiles of Bedrock, and the plan of Lambda's concurrency."""

    provisioned_model_arns: dict[str, pulumi.Output[str]]
    inference_profile_arns: dict[str, pulumi.Output[str]]
    lambda_concurrency_plan: dict[str, Any]

    def __init__(self, name: str, args: CapacityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"units": sorted(args.settings.units())}, opts)
        self.args = args
        for warning in args.plan.warnings:
            pulumi.log.warn(warning, resource=self)
        self._units()
        self._endpoints()
        naming = Naming(account=args.account, project=args.project, environment=args.environment)
        self.provisioned_model_arns = {
            one.settings.name: ProvisionedThroughput(
                self.child_name(f"throughput-{one.settings.name}"), one, naming, opts=self.child()
            ).arn
            for one in args.plan.throughput
        }
        self.inference_profile_arns = {
            one.name: InferenceProfile(self.child_name(f"profile-{one.name}"), one, args.account, opts=self.child()).arn
            for one in args.settings.bedrock.profiles
        }
        self.lambda_concurrency_plan = concurrency_table(args.plan)
        self.finish()

    def outputs(self) -> dict[str, Any]:
        """Stack outputs of the theme."""
        return {
            "provisionedModelArns": self.provisioned_model_arns,
            "inferenceProfileArns": self.inference_profile_arns,
            "lambdaConcurrencyPlan": self.lambda_concurrency_plan,
        }

    def _units(self) -> None:
        for unit, settings in self.args.settings.units().items():
            args = AutoscalingArgs(
                settings=settings,
                target=self.args.units.target(unit),
                dimensions=self.args.units.dimensions(unit),
                tracked=tracked(unit, settings),
                after=self.args.after,
            )
            Autoscaling(self.child_name(unit), args, opts=self.child())

    def _endpoints(self) -> None:
        for one in self.args.settings.endpoints:
            args = EndpointScalingArgs(settings=one, moved=self.args.moved, after=self.args.after)
            EndpointScaling(self.child_name(f"endpoint-{one.name}-{one.variant}"), args, opts=self.child())


def concurrency_table(plan: CapacityPlan) -> dict[str, Any]:
    """The plan of Lambda's concurrency as a stack output: plain values, and what nobody has said is null."""
    functions = plan.functions
    return {
        "accountLimit": functions.account_limit,
        "taken": functions.taken,
        "left": functions.left,
        "leastUnreserved": functions.unreserved,
        "functions": {one.name: {"reserved": one.reserved, "provisioned": one.provisioned} for one in functions.takers},
    }
