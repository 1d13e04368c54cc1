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
from components.iam import Statement, document, trust

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
        table = aws.dynamodb.Table(
            name,
            billing_mode="PAY_PER_REQUEST",
            hash_key="task_id",
            range_key="execution_id",
            attributes=[
                aws.dynamodb.TableAttributeArgs(name="task_id", type="S"),
                aws.dynamodb.TableAttributeArgs(name="execution_id", type="S"),
            ],
            ttl=aws.dynamodb.TableTtlArgs(attribute_name="ttl", enabled=True),
            point_in_time_recovery=aws.dynamodb.TablePointInTimeRecoveryArgs(enabled=True),
            stream_enabled=True,
            stream_view_type="NEW_AND_OLD_IMAGES",
            server_side_encryption=aws.dynamodb.TableServerSideEncryptionArgs(enabled=True, kms_key_arn=args.key_arn),
            deletion_protection_enabled=args.protect,
            opts=self.child(protect=args.protect, retain_on_delete=args.protect),
        )
        self.table_name = table.name
        self.arn = table.arn
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
        self.schedule_name = self._schedule(args)
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

    def _schedule(self, args: TaskCompletionArgs) -> pulumi.Output[str]:
        queue = _queue(args.sweep)
        role = aws.iam.Role(
            self.child_name("sweep-role"),
            assume_role_policy=trust("scheduler.amazonaws.com", args.account.account_id),
            opts=self.child(),
        )
        access = aws.iam.RolePolicy(
            self.child_name("sweep-access"),
            role=role.id,
            policy=document(
                Statement(sid="Sweep", actions=("lambda:InvokeFunction",), resources=(args.sweep.alias_arn,)),
                Statement(sid="DeadLetters", actions=("sqs:SendMessage",), resources=(queue,)),
                Statement(
                    sid="DeadLetterKey", actions=("kms:Decrypt", "kms:GenerateDataKey"), resources=(args.key_arn,)
                ),
            ),
            opts=self.child(),
        )
        schedule = aws.scheduler.Schedule(
            self.child_name("sweep"),
            description="Find transform jobs whose end event was lost",
            schedule_expression=rate(args.sweep_minutes),
            flexible_time_window=aws.scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
            target=aws.scheduler.ScheduleTargetArgs(
                arn=args.sweep.alias_arn,
                role_arn=role.arn,
                input="{}",
                dead_letter_config=aws.scheduler.ScheduleTargetDeadLetterConfigArgs(arn=queue),
                # The next run makes up for a missed one.
                retry_policy=aws.scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_event_age_in_seconds=max(60, args.sweep_minutes * 60), maximum_retry_attempts=2
                ),
            ),
            opts=self.child(depends_on=[access]),
        )
        return schedule.name


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


def rate(minutes: int) -> str:
    """A rate expression; a single minute is in the singular.

    >>> rate(1), rate(15)
    ('rate(1 minute)', 'rate(15 minutes)')
    """
    return f"rate({minutes} minute{'' if minutes == 1 else 's'})"
