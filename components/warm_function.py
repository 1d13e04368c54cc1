"""Provisioned concurrency of a function: kept warm between two bounds, by how much of it is in use.

Source: https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.function import PythonFunction
from components.scaling import Scaled, scalable_target, track

FORMER_TOKEN = "inference-platform:inference:WarmFunction"  # noqa: S105 - a type token
"""Its type while only inference had one. Without the alias a stack of that time would make the same configuration
again, and delete it with the old one."""

UTILIZATION = 0.7
"""Share in use that scaling keeps; above it a burst starts cold."""


@dataclass(frozen=True, kw_only=True)
class WarmFunctionArgs:
    """Inputs.

    Attributes:
        function: What is kept warm: its alias, for `$LATEST` cannot be.
        least: Kept warm at least; 0 for none outside a schedule's hours.
        most: Kept warm at most, 1 or more.
        moved: What of its scalable target something else moves.
    """

    function: PythonFunction
    least: int
    most: int
    moved: Sequence[str] = ()


class WarmFunction(PlatformComponent):
    """The first warm instances, and the scaling that takes over from there."""

    def __init__(self, name: str, args: WarmFunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        former = pulumi.ResourceOptions(aliases=[pulumi.Alias(type_=FORMER_TOKEN)])
        super().__init__(name, {"least": args.least, "most": args.most}, pulumi.ResourceOptions.merge(opts, former))
        function = args.function
        if args.least:
            aws.lambda_.ProvisionedConcurrencyConfig(
                self.child_name("first"),
                function_name=function.function_name,
                qualifier=function.alias_name,
                provisioned_concurrent_executions=args.least,
                opts=self.child(ignore_changes=["provisioned_concurrent_executions"]),
            )
        scaled = Scaled(
            dimension="lambda:function:ProvisionedConcurrency",
            resource_id=pulumi.Output.concat("function:", function.function_name, ":", function.alias_name),
            least=args.least,
            most=args.most,
            moved=args.moved,
        )
        self.target = scalable_target(self.child_name("capacity"), scaled, self)
        metric = "LambdaProvisionedConcurrencyUtilization"
        track(self.child_name("tracking"), self.target, metric, UTILIZATION, self.child())
        self.finish()
