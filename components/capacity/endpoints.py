"""Scaling of an endpoint that exists: registered by name, deregistered when the stack goes; the endpoint stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from components.base import PlatformComponent
from components.capacity.autoscaling import Autoscaling, AutoscalingArgs
from components.capacity.units import VARIANT_INSTANCES
from components.scaling import CALLS_PER_INSTANCE, REQUESTS_PER_MODEL, SCHEDULE_MOVES, Scaled, scalable_target
from components.settings.capacity import EndpointScalingSettings


@dataclass(frozen=True, kw_only=True)
class EndpointScalingArgs:
    """Inputs.

    Attributes:
        settings: The endpoint, and its policies.
        moved: What of its target something else moves, beside its schedules.
        after: What must exist before.
    """

    settings: EndpointScalingSettings
    moved: Sequence[str] = ()
    after: Sequence[pulumi.Resource] = ()


class EndpointScaling(PlatformComponent):
    """The target of one variant of an endpoint by name, and its policies."""

    resource_id: pulumi.Output[str]

    def __init__(self, name: str, args: EndpointScalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = args.settings
        super().__init__(name, {"endpoint": given.name, "variant": given.variant}, opts)
        scaled = Scaled(
            dimension=VARIANT_INSTANCES,
            resource_id=f"endpoint/{given.name}/variant/{given.variant}",
            least=given.min,
            most=given.max,
            moved=sorted({*args.moved, *(SCHEDULE_MOVES if given.schedules else ())}),
        )
        target = scalable_target(self.child_name("capacity"), scaled, self, list(args.after) or None)
        tracked: dict[str, float] = {}
        if given.invocations_per_instance_per_minute is not None:
            tracked[CALLS_PER_INSTANCE] = given.invocations_per_instance_per_minute
        if given.concurrent_requests is not None:
            tracked[REQUESTS_PER_MODEL] = given.concurrent_requests
        policies = AutoscalingArgs(
            settings=given,
            target=target,
            dimensions={"EndpointName": given.name, "VariantName": given.variant},
            tracked=tracked,
        )
        Autoscaling(self.child_name("policies"), policies, opts=self.child())
        self.resource_id = target.resource_id
        self.finish()
