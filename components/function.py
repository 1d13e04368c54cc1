"""How every Lambda function is made: archive, role from declared actions, log group, alias, dead letters, alarm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from components.alarms import AlarmRule, alarm
from components.archive import asset_archive
from components.base import PlatformComponent
from components.foundation.layer import RUNTIME, lambda_architecture
from components.foundation.reach import require_reach
from components.function_access import client_statements, runtime_statements
from components.function_host import FunctionHost
from components.iam import document, service_trust
from components.queue import DeadLetterQueue, DeadLetterQueueArgs
from components.sources import function_sources
from domain import metrics

LIVE = "live"
"""The alias that everything calls; a published version never changes under a running execution."""

LAMBDA_LOG_LEVELS = {"DEBUG": "DEBUG", "INFO": "INFO", "WARNING": "WARN", "ERROR": "ERROR"}
"""Python's names of levels, and Lambda's:
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html"""

Access = Mapping[str, Mapping[str, Sequence[pulumi.Input[str]]]]
"""ARNs by client module, then by kind of resource."""

Conditions = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Condition elements by client module, then by kind of resource."""


ROLLED = ("function_version", "routing_config")
"""What a rollout moves of the alias after the deployment."""


@dataclass(frozen=True)
class VersionShare:
    """A second version behind the alias.

    Attributes:
        version: A published version, such as ``7``.
        weight: Its share of the calls, 0 to 1.
    """

    version: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class PythonFunctionArgs:
    """Inputs.

    Attributes:
        host: What all functions share.
        package: Folder below ``lambdas``.
        description: What the function does.
        environment: Its own variables; the common ones are added.
        access: Resources that its clients may use. Exactly the clients that it imports, with exactly their kinds.
        conditions: Condition elements of these grants, by client and kind; none by default.
        memory_mb: 128 to 10,240.
        timeout_seconds: 1 to 900.
        reserved_concurrency: Concurrent runs set aside, or ``None``.
        layers: ARNs of layers beside the one that every function has.
        asynchronous: Whether nobody waits for its answer: then failed events go to a dead-letter queue.
        alarmed: Whether its errors ring an alarm; not where whoever calls it tells of each of them.
        snap_start: Whether versions start from a snapshot of their initialised state.
        rolled_out: Whether CodeDeploy moves the alias: the program then makes it once and leaves it alone.
        second: A second version that gets a share of the alias's calls; never together with ``rolled_out``.
    """

    host: FunctionHost
    package: str
    description: str
    environment: Mapping[str, pulumi.Input[str]]
    access: Access
    conditions: Conditions = field(default_factory=dict)
    memory_mb: int = 256
    timeout_seconds: int = 60
    reserved_concurrency: int | None = None
    layers: Sequence[pulumi.Input[str]] = ()
    asynchronous: bool = False
    alarmed: bool = True
    snap_start: bool = False
    rolled_out: bool = False
    second: VersionShare | None = None


class PythonFunction(PlatformComponent):
    """One function and what belongs to it. Callers use ``alias_arn``, API Gateway ``invoke_arn``."""

    function_name: pulumi.Output[str]
    function_arn: pulumi.Output[str]
    alias_arn: pulumi.Output[str]
    invoke_arn: pulumi.Output[str]
    alias_name: pulumi.Output[str]
    role_name: pulumi.Output[str]
    dead_letter_arn: pulumi.Output[str] | None
    errors_alarm: pulumi.Output[str] | None

    def __init__(self, name: str, args: PythonFunctionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"package": args.package, "memoryMb": args.memory_mb}, opts)
        self.args = args
        self.dead_letter_arn = self._dead_letters(name)
        logs = aws.cloudwatch.LogGroup(
            self.child_name("logs"),
            name=f"{args.host.log_group_prefix}{name}",
            kms_key_id=args.host.key_arn,
            retention_in_days=args.host.log_retention_days,
            opts=self.child(),
        )
        sources = function_sources(args.host.root, args.package)
        role, policy = self._role(sources.actions, logs.arn)
        function = self._function(name, dict(sources.files), role, logs, policy)
        alias = self._alias(function)
        self.errors_alarm = self._alarm(function).name if args.alarmed else None
        self.function_name = function.name
        self.function_arn = function.arn
        self.alias_arn = alias.arn
        self.invoke_arn = alias.invoke_arn
        self.alias_name = alias.name
        self.role_name = role.name
        self.finish()

    def _dead_letters(self, name: str) -> pulumi.Output[str] | None:
        if not self.args.asynchronous:
            return None
        queue = DeadLetterQueueArgs(
            account=self.args.host.account,
            key_arn=self.args.host.key_arn,
            alarm_topic_arn=self.args.host.alarm_topic_arn,
            what=f"events of {name}",
        )
        return DeadLetterQueue(self.child_name("dead-letters"), queue, opts=self.child()).arn

    def _role(
        self, actions: Mapping[str, Mapping[str, tuple[str, ...]]], log_group_arn: pulumi.Output[str]
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        host = self.args.host
        allowed = client_statements(self.args.package, actions, self.args.access, self.args.conditions)
        if host.network is not None:
            called = [action for statement in allowed for action in statement.actions]
            require_reach(self.args.package, called, host.network.services)
        role = aws.iam.Role(
            self.child_name("role"), assume_role_policy=service_trust("lambda.amazonaws.com"), opts=self.child()
        )
        statements = [
            *runtime_statements(log_group_arn, self.dead_letter_arn, host.key_arn, in_network=host.network is not None),
            *allowed,
        ]
        policy = aws.iam.RolePolicy(
            self.child_name("access"), role=role.id, policy=document(*statements), opts=self.child()
        )
        return role, policy

    def _function(
        self,
        name: str,
        files: dict[str, Path],
        role: aws.iam.Role,
        logs: aws.cloudwatch.LogGroup,
        policy: aws.iam.RolePolicy,
    ) -> aws.lambda_.Function:
        args, host, network = self.args, self.args.host, self.args.host.network
        return aws.lambda_.Function(
            name,
            description=args.description,
            role=role.arn,
            runtime=RUNTIME,
            architectures=[lambda_architecture(host.architecture)],
            handler=f"lambdas.{args.package}.handler.handler",
            code=asset_archive(files, host.root),
            layers=[host.layer_arn, *args.layers],
            memory_size=args.memory_mb,
            timeout=args.timeout_seconds,
            reserved_concurrent_executions=-1 if args.reserved_concurrency is None else args.reserved_concurrency,
            publish=True,
            kms_key_arn=host.key_arn,
            environment=aws.lambda_.FunctionEnvironmentArgs(variables=self._environment()),
            tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
            snap_start=aws.lambda_.FunctionSnapStartArgs(apply_on="PublishedVersions") if args.snap_start else None,
            logging_config=aws.lambda_.FunctionLoggingConfigArgs(
                log_format="JSON",
                log_group=logs.name,
                application_log_level=LAMBDA_LOG_LEVELS[host.log_level],
                system_log_level="INFO",
            ),
            dead_letter_config=None
            if self.dead_letter_arn is None
            else aws.lambda_.FunctionDeadLetterConfigArgs(target_arn=self.dead_letter_arn),
            vpc_config=None
            if network is None
            else aws.lambda_.FunctionVpcConfigArgs(
                subnet_ids=network.subnet_ids, security_group_ids=[network.function_group_id]
            ),
            # Lambda checks at creation that the role may write dead letters and make network interfaces.
            opts=self.child(depends_on=[policy]),
        )

    def _alias(self, function: aws.lambda_.Function) -> aws.lambda_.Alias:
        second = self.args.second
        return aws.lambda_.Alias(
            self.child_name(LIVE),
            name=LIVE,
            function_name=function.name,
            function_version=function.version,
            routing_config=None
            if second is None
            else aws.lambda_.AliasRoutingConfigArgs(additional_version_weights={second.version: second.weight}),
            opts=self.child(ignore_changes=list(ROLLED) if self.args.rolled_out else None),
        )

    def _environment(self) -> dict[str, pulumi.Input[str]]:
        host = self.args.host
        return {
            "POWERTOOLS_SERVICE_NAME": self.args.package,
            "POWERTOOLS_METRICS_NAMESPACE": metrics.NAMESPACE,
            "POWERTOOLS_LOG_LEVEL": host.log_level,
            "PLATFORM_ENVIRONMENT": host.environment,
            **self.args.environment,
        }

    def _alarm(self, function: aws.lambda_.Function) -> aws.cloudwatch.MetricAlarm:
        rule = AlarmRule(
            description=f"Function {self.args.package} raised errors; see its log group.",
            namespace="AWS/Lambda",
            metric="Errors",
            dimensions={"FunctionName": function.name},
        )
        return alarm(self.child_name("errors"), rule, [self.args.host.alarm_topic_arn], self.child())
