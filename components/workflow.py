"""How every state machine is made: definition in, role with what is given, logs, traces, alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.alarms import AlarmRule, alarm
from components.base import PlatformComponent
from components.foundation.account import Account
from components.iam import Statement, document, trust

LOG_DELIVERY_ACTIONS = (
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)
"""They take no resource: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html"""

TRACE_ACTIONS = (
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)


@dataclass(frozen=True, kw_only=True)
class StateMachineArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        definition: States, with plain values or outputs inside.
        statements: What the states may do.
        log_group_prefix: Prefix of the log group's name; below ``/aws/vendedlogs/``.
        log_retention_days: Days.
        key_arn: Customer key of the log group.
        alarm_topic_arn: Where alarms go.
        distributed: Whether it has a Distributed Map: then it starts executions of itself.
        alarm_on_failures: Whether an execution that fails is news; not where another one is started for it.
    """

    account: Account
    definition: Mapping[str, Any]
    statements: Sequence[Statement]
    log_group_prefix: str
    log_retention_days: int
    key_arn: pulumi.Input[str]
    alarm_topic_arn: pulumi.Input[str]
    distributed: bool = False
    alarm_on_failures: bool = True


class StateMachine(PlatformComponent):
    """One standard state machine."""

    arn: pulumi.Output[str]
    state_machine_name: pulumi.Output[str]
    role_name: pulumi.Output[str]

    def __init__(self, name: str, args: StateMachineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"distributed": args.distributed}, opts)
        self.args = args
        logs = aws.cloudwatch.LogGroup(
            self.child_name("logs"),
            name=f"{args.log_group_prefix}{name}",
            kms_key_id=args.key_arn,
            retention_in_days=args.log_retention_days,
            opts=self.child(),
        )
        role = aws.iam.Role(
            self.child_name("role"),
            assume_role_policy=trust("states.amazonaws.com", args.account.account_id),
            opts=self.child(),
        )
        access = aws.iam.RolePolicy(
            self.child_name("access"),
            role=role.id,
            policy=document(*args.statements, *base_statements()),
            opts=self.child(),
        )
        machine = aws.sfn.StateMachine(
            name,
            type="STANDARD",
            role_arn=role.arn,
            definition=pulumi.Output.json_dumps(args.definition),
            logging_configuration=aws.sfn.StateMachineLoggingConfigurationArgs(
                level="ERROR",
                include_execution_data=False,  # inputs and task tokens do not belong in a log
                log_destination=pulumi.Output.concat(logs.arn, ":*"),
            ),
            tracing_configuration=aws.sfn.StateMachineTracingConfigurationArgs(enabled=True),
            # Step Functions checks at creation that the role may deliver logs.
            opts=self.child(depends_on=[access]),
        )
        if args.distributed:
            self._start_itself(role, machine)
        self._alarms(machine)
        self.arn = machine.arn
        self.state_machine_name = machine.name
        self.role_name = role.name
        self.finish()

    def _start_itself(self, role: aws.iam.Role, machine: aws.sfn.StateMachine) -> None:
        """A Distributed Map runs its items as executions of the same machine.

        Source: https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
        """
        executions = self.args.account.arn("states", "execution:")
        aws.iam.RolePolicy(
            self.child_name("map"),
            role=role.id,
            policy=document(
                Statement(sid="StartItems", actions=("states:StartExecution",), resources=(machine.arn,)),
                Statement(
                    sid="FollowItems",
                    actions=("states:DescribeExecution", "states:StopExecution"),
                    resources=(pulumi.Output.concat(executions, machine.name, "*"),),
                ),
            ),
            opts=self.child(),
        )

    def _alarms(self, machine: aws.sfn.StateMachine) -> None:
        watched = {"failed": "ExecutionsFailed"} if self.args.alarm_on_failures else {}
        for role, metric in (watched | {"timed-out": "ExecutionsTimedOut"}).items():
            rule = AlarmRule(
                description=f"Executions {role.replace('-', ' ')}; the execution's last event names step and cause.",
                namespace="AWS/States",
                metric=metric,
                dimensions={"StateMachineArn": machine.arn},
            )
            alarm(self.child_name(role), rule, [self.args.alarm_topic_arn], self.child())


def base_statements() -> tuple[Statement, ...]:
    """Logs and traces."""
    return (
        Statement(sid="DeliverLogs", actions=LOG_DELIVERY_ACTIONS, resources=("*",)),
        Statement(sid="Traces", actions=TRACE_ACTIONS, resources=("*",)),
    )
