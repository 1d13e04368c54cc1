"""The task table (who waits for which transform job) and what completes a task: an event, or a sweep for lost ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.function import PythonFunction
from components.function_schedule import FunctionSchedule, FunctionScheduleArgs
from components.table import TableArgs, table

JOB_PREFIX = "ip-"
"""Names of transform jobs start with it, so that rules and roles can tell them from other jobs."""

END_STATES = ("Completed", "Failed", "Stopped")

MAX_EVENT_AGE_SECONDS = 24 * 3600
"""The longest that EventBridge tries: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html"""

MAX_RETRIES = 185


@dataclass(frozen=True, kw_only=True)
class TaskTableArgs:
    """Inputs: the customer key, and whether the table is protected and kept when the stack goes."""

    key_arn: pulumi.Input[str]
    protect: bool


class TaskTable(PlatformComponent):
    """Callbacks that wait for a transform job: one item for each job and execution."""

    table_name: pulumi.Output[str]
    arn: pulumi.Output[str]

    def __init__(self, name: str, args: TaskTableArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"protected": args.protect}, opts)
        tasks = TableArgs(
            hash_key="task_id",
            range_key="execution_id",
            ttl="ttl",
            key_arn=args.key_arn,
            protect=args.protect,
            stream=True,
        )
        made = table(name, tasks, self)
        self.table_name = made.name
        self.arn = made.arn
        self.finish()


@dataclass(frozen=True, kw_only=True)
class TaskCompletionArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        complete: Function that gets the events; asynchronous.
        sweep: Function that is run by the clock; asynchronous.
        sweep_minutes: How often.
        key_arn: Key of the dead-letter queues.
    """

    account: Account
    complete: PythonFunction
    sweep: PythonFunction
    sweep_minutes: int
    key_arn: pulumi.Input[str]


class TaskCompletion(PlatformComponent):
    """The rule on the end of transform jobs, and the schedule that finds what no event came for."""

    rule_arn: pulumi.Output[str]
    schedule_name: pulumi.Output[str]

    def __init__(self, name: str, args: TaskCompletionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"sweepMinutes": args.sweep_minutes}, opts)
        self.rule_arn = self._rule(args)
        sweep = FunctionScheduleArgs(
            account=args.account,
            function=args.sweep,
            every_minutes=args.sweep_minutes,
            key_arn=args.key_arn,
            description="Find transform jobs whose end event was lost",
        )
        self.schedule_name = FunctionSchedule(self.child_name("sweep"), sweep, opts=self.child()).schedule_name
        self.finish()

    def _rule(self, args: TaskCompletionArgs) -> pulumi.Output[str]:
        rule = aws.cloudwatch.EventRule(
            self.child_name("ended"),
            description="The end of this platform's transform jobs",
            event_pattern=json.dumps(event_pattern(), sort_keys=True),
            opts=self.child(),
        )
        permission = aws.lambda_.Permission(
            self.child_name("allowed"),
            action="lambda:InvokeFunction",
            function=args.complete.function_name,
            qualifier=args.complete.alias_name,
            principal="events.amazonaws.com",
            source_arn=rule.arn,
            opts=self.child(),
        )
        aws.cloudwatch.EventTarget(
            self.child_name("complete"),
            rule=rule.name,
            arn=args.complete.alias_arn,
            dead_letter_config=aws.cloudwatch.EventTargetDeadLetterConfigArgs(arn=_queue(args.complete)),
            retry_policy=aws.cloudwatch.EventTargetRetryPolicyArgs(
                maximum_event_age_in_seconds=MAX_EVENT_AGE_SECONDS, maximum_retry_attempts=MAX_RETRIES
            ),
            opts=self.child(depends_on=[permission]),
        )
        return rule.arn


def _queue(function: PythonFunction) -> pulumi.Output[str]:
    if function.dead_letter_arn is None:
        raise ValueError("function has no dead-letter queue; accepted: one made with asynchronous=True")
    return function.dead_letter_arn


def event_pattern() -> dict[str, Any]:
    """The end of a transform job of ours, whatever its outcome.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
    """
    return {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Transform Job State Change"],
        "detail": {"TransformJobStatus": list(END_STATES), "TransformJobName": [{"prefix": JOB_PREFIX}]},
    }
