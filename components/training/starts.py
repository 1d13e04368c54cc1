"""What starts the pipeline beside a person: the clock, new data, an approval, an execution that was cut off.

All of them start the same state machine, with a role that may do nothing else. What could not be delivered ends in one
queue, whose alarm says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.iam import Statement, document, trust
from components.queue import DeadLetterQueue, DeadLetterQueueArgs

EVENTS: Final = "events.amazonaws.com"
SCHEDULER: Final = "scheduler.amazonaws.com"
CUT_OFF: Final = ("TIMED_OUT", "ABORTED")
"""Ends at which no state runs any more."""

SECONDS_PER_DAY: Final = 24 * 3600
MAX_RETRIES: Final = 185
"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html"""


@dataclass(frozen=True, kw_only=True)
class StartsArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        machine_arn: The state machine.
        key_arn: Key of the dead-letter queue.
        alarm_topic_arn: Where alarms go.
        schedule: Expression of EventBridge Scheduler, or ``None``.
        timezone: Of the schedule.
        data_bucket, data_prefix: Where data arrives.
        on_new_data: Whether an object that arrives there starts the pipeline.
        package_group: Name of the model package group whose approvals start a deployment; ``None`` for none.
        approved_by_pipeline: Whether the pipeline approves its own versions, and deploys them in the same execution.
    """

    account: Account
    machine_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    alarm_topic_arn: pulumi.Input[str]
    schedule: str | None
    timezone: str
    data_bucket: pulumi.Input[str]
    data_prefix: str
    on_new_data: bool
    package_group: pulumi.Input[str] | None
    approved_by_pipeline: bool


class Starts(PlatformComponent):
    """The rules and the schedule that are on. The rule on executions that were cut off always is."""

    schedule_name: pulumi.Output[str] | None
    rule_names: list[pulumi.Output[str]]

    def __init__(self, name: str, args: StartsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"onNewData": args.on_new_data, "scheduled": args.schedule is not None}, opts)
        self.args = args
        queue = DeadLetterQueueArgs(
            account=args.account,
            key_arn=args.key_arn,
            alarm_topic_arn=args.alarm_topic_arn,
            what="starts of the training pipeline",
        )
        self._queue_arn = DeadLetterQueue(self.child_name("dead-letters"), queue, opts=self.child()).arn
        self._role_arn = self._role("events", EVENTS, ())
        self.rule_names = [self._rule("cut-off", cut_off_pattern(args.machine_arn), cut_off_input())]
        if args.on_new_data:
            self.rule_names.append(self._rule("data", new_data_pattern(args.data_bucket, args.data_prefix), None))
        if args.package_group is not None:
            approved = approval_pattern(args.package_group, described=args.approved_by_pipeline)
            self.rule_names.append(self._rule("approved", approved, approval_input()))
        self.schedule_name = None if args.schedule is None else self._schedule(args.schedule)
        self.finish()

    def _role(self, kind: str, service: str, more: Sequence[Statement]) -> pulumi.Output[str]:
        role = aws.iam.Role(
            self.child_name(f"{kind}-role"),
            assume_role_policy=trust(service, self.args.account.account_id),
            opts=self.child(),
        )
        start = Statement(sid="Start", actions=("states:StartExecution",), resources=(self.args.machine_arn,))
        access = aws.iam.RolePolicy(
            self.child_name(f"{kind}-access"), role=role.id, policy=document(start, *more), opts=self.child()
        )
        return pulumi.Output.all(role.arn, access.id).apply(lambda found: str(found[0]))

    def _rule(
        self, kind: str, pattern: Mapping[str, Any], given: aws.cloudwatch.EventTargetInputTransformerArgs | None
    ) -> pulumi.Output[str]:
        rule = aws.cloudwatch.EventRule(
            self.child_name(kind),
            description=f"Starts the training pipeline: {kind}",
            event_pattern=pulumi.Output.json_dumps(pattern, sort_keys=True),
            opts=self.child(),
        )
        aws.cloudwatch.EventTarget(
            self.child_name(f"{kind}-target"),
            rule=rule.name,
            arn=self.args.machine_arn,
            role_arn=self._role_arn,
            input_transformer=given,
            dead_letter_config=aws.cloudwatch.EventTargetDeadLetterConfigArgs(arn=self._queue_arn),
            retry_policy=aws.cloudwatch.EventTargetRetryPolicyArgs(
                maximum_event_age_in_seconds=SECONDS_PER_DAY, maximum_retry_attempts=MAX_RETRIES
            ),
            opts=self.child(),
        )
        return rule.name

    def _schedule(self, expression: str) -> pulumi.Output[str]:
        args = self.args
        undelivered = (
            Statement(sid="DeadLetters", actions=("sqs:SendMessage",), resources=(self._queue_arn,)),
            Statement(sid="DeadLetterKey", actions=("kms:Decrypt", "kms:GenerateDataKey"), resources=(args.key_arn,)),
        )
        schedule = aws.scheduler.Schedule(
            self.child_name("clock"),
            description="Train on the newest data",
            schedule_expression=expression,
            schedule_expression_timezone=args.timezone,
            flexible_time_window=aws.scheduler.ScheduleFlexibleTimeWindowArgs(mode="OFF"),
            target=aws.scheduler.ScheduleTargetArgs(
                arn=args.machine_arn,
                role_arn=self._role("clock", SCHEDULER, undelivered),
                input="{}",
                dead_letter_config=aws.scheduler.ScheduleTargetDeadLetterConfigArgs(arn=self._queue_arn),
                retry_policy=aws.scheduler.ScheduleTargetRetryPolicyArgs(
                    maximum_event_age_in_seconds=SECONDS_PER_DAY, maximum_retry_attempts=MAX_RETRIES
                ),
            ),
            opts=self.child(),
        )
        return schedule.name


def new_data_pattern(bucket: pulumi.Input[str], prefix: str) -> Mapping[str, Any]:
    """An object with content arrived below the prefix; a folder marker has none.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    """
    return {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {
            "bucket": {"name": [bucket]},
            "object": {"key": [{"prefix": prefix}], "size": [{"numeric": [">", 0]}]},
        },
    }


def approval_pattern(group: pulumi.Input[str], *, described: bool) -> Mapping[str, Any]:
    """Somebody approved a version of the model.

    Args:
        group: Name of the model package group.
        described: Only with a description of the decision. A version that is approved as it is registered cannot have
            one (CreateModelPackage takes none), so what the pipeline approves and deploys itself is left out.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
    """
    said = {"ApprovalDescription": [{"exists": True}]} if described else {}
    return {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Model Package State Change"],
        "detail": {"ModelPackageGroupName": [group], "ModelApprovalStatus": ["Approved"], **said},
    }


def approval_input() -> aws.cloudwatch.EventTargetInputTransformerArgs:
    """The machine's input: deploy this package."""
    return aws.cloudwatch.EventTargetInputTransformerArgs(
        input_paths={"package": "$.detail.ModelPackageArn"},
        input_template=json.dumps({"deploy": {"model_package_arn": "<package>"}}),
    )


def cut_off_pattern(machine_arn: pulumi.Input[str]) -> Mapping[str, Any]:
    """An execution of this machine was ended from outside, or took longer than all its states may.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    """
    return {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"stateMachineArn": [machine_arn], "status": list(CUT_OFF)},
    }


def cut_off_input() -> aws.cloudwatch.EventTargetInputTransformerArgs:
    """The machine's input: clean up after this execution, and tell."""
    return aws.cloudwatch.EventTargetInputTransformerArgs(
        input_paths={"execution": "$.detail.executionArn", "status": "$.detail.status"},
        input_template=json.dumps({"interrupted": {"execution_arn": "<execution>", "status": "<status>"}}),
    )
