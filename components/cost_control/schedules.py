"""Scheduled scaling: each unit's actions, registered on its scalable target. The plan was proved before.

Target tracking stays beside it: an action moves the bounds, and the policy moves the capacity between them.
https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.scaling import Move, scheduled_action
from components.settings.schedule_plan import SchedulePlan
from domain.scheduling.schedule import ScheduledAction


@dataclass(frozen=True, kw_only=True)
class ScheduledCapacityArgs:
    """Inputs.

    Attributes:
        plan: What :func:`components.settings.schedule_plan.plan_schedules` returned.
        targets: Scalable targets by unit; one for each unit of the plan. They ignore changes of their bounds.
        after: What must exist before: the themes whose policies are of the same targets.

    Raises:
        ValueError: A unit of the plan has no target.
    """

    plan: SchedulePlan
    targets: Mapping[str, aws.appautoscaling.Target]
    after: Sequence[pulumi.Resource] = ()

    def __post_init__(self) -> None:
        missing = sorted(set(self.plan.units) - set(self.targets))
        if missing:
            raise ValueError(
                f"targets has nothing for {', '.join(missing)}; accepted: a scalable target for each unit that follows "
                f"the schedule; there are {', '.join(sorted(self.targets)) or 'none'}"
            )


class ScheduledCapacity(PlatformComponent):
    """The scheduled actions of all units that follow the schedule."""

    action_names: dict[str, list[str]]

    def __init__(self, name: str, args: ScheduledCapacityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        zones = sorted({plan.calendar.timezone for plan in args.plan.units.values()})
        super().__init__(name, {"timezones": zones}, opts)
        for unit, plan in args.plan.units.items():
            before: list[pulumi.Resource] = list(args.after)
            for action in plan.actions:
                before = [self._register(unit, action, args.targets[unit], before)]
        self.action_names = {unit: [one.name for one in plan.actions] for unit, plan in args.plan.units.items()}
        self.finish()

    def _register(
        self, unit: str, action: ScheduledAction, target: aws.appautoscaling.Target, before: list[pulumi.Resource]
    ) -> aws.appautoscaling.ScheduledAction:
        """One action.

        A target takes one change at a time ("You already have a pending update to an Auto Scaling resource"), so its
        actions are made one after the other: https://github.com/hashicorp/terraform-provider-aws/issues/17915
        """
        move = Move(action.schedule, action.timezone, action.bounds.least, action.bounds.most)
        name = self.child_name(f"{unit}-{action.name}")
        return scheduled_action(name, target, move, self.child(depends_on=before))
