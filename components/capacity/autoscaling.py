"""Policies of one scalable target: tracking of requests in flight, steps on the latency, bounds by the clock.

Any subset of them. Where several policies act, the one that asks for the largest capacity wins, and capacity is taken
away only when every tracking agrees to it:
https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.scaling import Cooldowns, Move, scheduled_action, step_out, track
from components.settings.capacity import LatencyScalingSettings, ScalingSettings
from components.settings.capacity_rules import latency_steps_of, schedule_of
from domain.capacity.steps import MICROSECONDS, step_bounds

MINUTE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class AutoscalingArgs:
    """Inputs.

    Attributes:
        settings: Which policies.
        target: What is scaled.
        dimensions: Dimensions of its ModelLatency: endpoint and variant, or the inference component.
        tracked: Predefined metrics and what they are kept at, in each metric's unit.
        after: What must exist before: a target takes one change at a time, so its other policies come first.
    """

    settings: ScalingSettings
    target: aws.appautoscaling.Target
    dimensions: Mapping[str, pulumi.Input[str]]
    tracked: Mapping[str, float]
    after: Sequence[pulumi.Resource] = ()


class Autoscaling(PlatformComponent):
    """The policies of one target, made one after the other."""

    policy_names: list[str]

    def __init__(self, name: str, args: AutoscalingArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"tracked": sorted(args.tracked)}, opts)
        self.args = args
        self.policy_names = []
        self._before: list[pulumi.Resource] = list(args.after)
        for number, (metric, value) in enumerate(args.tracked.items()):
            self._track(f"tracking-{number}", metric, value)
        if args.settings.latency is not None:
            self._steps(args.settings.latency)
        for one in args.settings.schedules:
            found = schedule_of(one)
            move = Move(found.schedule, found.timezone, found.least, found.most)
            made = scheduled_action(self.child_name(one.name), args.target, move, self._next())
            self._before = [made]
        self.finish()

    def _next(self) -> pulumi.ResourceOptions:
        """After the one before ("You already have a pending update to an Auto Scaling resource").

        https://github.com/hashicorp/terraform-provider-aws/issues/17915
        """
        return self.child(depends_on=self._before)

    def _made(self, role: str, policy: aws.appautoscaling.Policy) -> None:
        self.policy_names.append(role)
        self._before = [policy]

    def _track(self, role: str, metric: str, value: float) -> None:
        given = self.args.settings
        cooldowns = Cooldowns(given.scale_out_cooldown_seconds, given.scale_in_cooldown_seconds)
        self._made(role, track(self.child_name(role), self.args.target, metric, value, self._next(), cooldowns))

    def _steps(self, given: LatencyScalingSettings) -> None:
        """An alarm on the latency, in MICROSECONDS as SageMaker counts it, and the policy that it starts."""
        cooldown = self.args.settings.scale_out_cooldown_seconds
        steps = step_bounds(latency_steps_of(given))
        policy = step_out(self.child_name("latency"), self.args.target, steps, cooldown, self._next())
        self._made("latency", policy)
        rule = AlarmRule(
            description=f"The model took {given.threshold_ms} ms or more; the alarm's action adds capacity.",
            namespace="AWS/SageMaker",
            metric="ModelLatency",
            dimensions=self.args.dimensions,
            threshold=given.threshold_ms * MICROSECONDS,
            statistic=given.statistic,
            period=MINUTE_SECONDS,
            periods=given.minutes,
        )
        alarm(self.child_name("slow"), rule, [policy.arn], self.child())
