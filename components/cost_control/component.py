"""Theme B, cost control: capacity that follows the hours, a bill that is watched, idle endpoints that are stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.cost_control.auto_stop import AutoStop, AutoStopArgs
from components.cost_control.billing import BillingAlarms, BillingAlarmsArgs
from components.cost_control.schedules import ScheduledCapacity, ScheduledCapacityArgs
from components.foundation import Account
from components.function_host import FunctionHost
from components.settings import CostSettings
from components.settings.schedule_plan import SchedulePlan


@dataclass(frozen=True, kw_only=True)
class CostControlArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        account: Where the stack is.
        project: Value of the tag Project: what the theme may look at and stop.
        environment: ``sandbox``, ``staging`` or ``prod``.
        protect: Whether keys and tables are protected and kept.
        host: What functions share; ``None`` while the theme has none.
        plan: What the units follow that follow a schedule, proved.
        targets: What scales, by unit.
        after: What must exist before: the themes whose policies are of the same targets.
    """

    settings: CostSettings
    account: Account
    project: str
    environment: str
    protect: bool
    host: FunctionHost | None
    plan: SchedulePlan
    targets: Mapping[str, aws.appautoscaling.Target]
    after: Sequence[pulumi.Resource] = ()


class CostControl(PlatformComponent):
    """The parts of the theme that are on."""

    def __init__(self, name: str, args: CostControlArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {}, opts)
        self.args = args
        self._outputs: dict[str, Any] = {}
        if args.settings.billing.watches:
            self._billing()
        if args.plan.units:
            self._schedules()
        if args.settings.auto_stop.enabled:
            self._auto_stop()
        self.finish()

    def outputs(self) -> Mapping[str, Any]:
        """Stack outputs of the theme."""
        return self._outputs

    def _billing(self) -> None:
        args = BillingAlarmsArgs(
            account=self.args.account,
            scope=f"{self.args.project}-{self.args.environment}",
            settings=self.args.settings.billing,
            protect=self.args.protect,
        )
        billing = BillingAlarms(self.child_name("billing"), args, opts=self.child())
        self._outputs["billingTopicArns"] = billing.topic_arns

    def _schedules(self) -> None:
        args = ScheduledCapacityArgs(plan=self.args.plan, targets=self.args.targets, after=self.args.after)
        ScheduledCapacity(self.child_name("hours"), args, opts=self.child())

    def _auto_stop(self) -> None:
        if self.args.host is None:
            raise ValueError("host is None; accepted: what functions share, for auto-stop is one")
        args = AutoStopArgs(
            host=self.args.host,
            settings=self.args.settings.auto_stop,
            overrides=self.args.settings.overrides,
            project=self.args.project,
            targets=self.args.targets,
            protect=self.args.protect,
        )
        auto_stop = AutoStop(self.child_name("auto-stop"), args, opts=self.child())
        self._outputs["autoStopFunction"] = auto_stop.function_name
        self._outputs["autoStopTable"] = auto_stop.table_name
