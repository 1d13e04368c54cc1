"""Runs a function by the clock: a schedule with a role of its own, and dead letters for what never arrived."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.function import PythonFunction
from components.iam import Statement, document, trust

LEAST_EVENT_AGE_S: Final = 60
RETRIES: Final = 2
"""The next run makes up for one that was missed."""


@dataclass(frozen=True, kw_only=True)
class FunctionScheduleArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        function: What is run; asynchronous, so that it has a dead-letter queue.
        every_minutes: How often.
        event: What it is run with.
        key_arn: Key of the dead-letter queue.
        description: What it is for.

    """

    account: Account
    function: PythonFunction
    every_minutes: int
    key_arn: pulumi.Input[str]
    description: str
    event: Mapping[str, Any] = field(default_factory=dict)

    @property
    def queue_arn(self) -> pulumi.Output[str]:
        """The function's dead-letter queue, which takes what could not be delivered, too.

        Raises:
            ValueError: It has none.
        """
        if self.function.dead_letter_arn is None:
            raise ValueError("function has no dead-letter queue; accepted: one made with asynchronous=True")
        return self.function.dead_letter_arn


class FunctionSchedule(PlatformComponent):
    """The schedule, and the role with which it calls the function."""

    schedule_name: pulumi.Output[str]

    def __init__(self, name: str, args: FunctionScheduleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"everyMinutes": args.every_minutes}, opts)
        role = aws.iam.Role(
            self.child_name("role"),
            assume_role_policy=trust("scheduler.amazonaws.com", args.account.account_id),
            opts=self.child(),
        )
        access = aws.iam.RolePolicy(
            self.child_name("access"), role=role.id, policy=document(*statements(args)), opts=self.child()
        )
        schedule = aws.scheduler.Schedule(
            name,
            description=args.description,
            schedule_expression=rate(args.every_minutes),
            flexible_time_window=aws.scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
            target=aws.scheduler.ScheduleTargetArgs(
                arn=args.function.alias_arn,
                role_arn=role.arn,
                input=json.dumps(args.event, sort_keys=True),
                dead_letter_config=aws.scheduler.ScheduleTargetDeadLetterConfigArgs(arn=args.queue_arn),
                retry_policy=aws.scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_event_age_in_seconds=max(LEAST_EVENT_AGE_S, args.every_minutes * 60),
                    maximum_retry_attempts=RETRIES,
                ),
            ),
            opts=self.child(depends_on=[access]),
        )
        self.schedule_name = schedule.name
        self.finish()


def statements(args: FunctionScheduleArgs) -> tuple[Statement, ...]:
    """What the schedule may do: call the function, and keep what it could not deliver."""
    return (
        Statement(sid="Run", actions=("lambda:InvokeFunction",), resources=(args.function.alias_arn,)),
        Statement(sid="DeadLetters", actions=("sqs:SendMessage",), resources=(args.queue_arn,)),
        Statement(sid="DeadLetterKey", actions=("kms:Decrypt", "kms:GenerateDataKey"), resources=(args.key_arn,)),
    )


def rate(minutes: int) -> str:
    """A rate expression; a single minute is in the singular.

    >>> rate(1), rate(15)
    ('rate(1 minute)', 'rate(15 minutes)')
    """
    return f"rate({minutes} minute{'' if minutes == 1 else 's'})"
