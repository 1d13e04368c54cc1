"""New code of the function gets its traffic step by step, by CodeDeploy, and loses it again when an alarm is raised.

The stack makes what a rollout needs. The rollout itself is started for a published version, after the deployment, by
``python -m advisor code-release``: Pulumi publishes versions, CodeDeploy moves the alias.

Source: https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.function import PythonFunction
from components.iam import Statement, document, trust
from components.settings.prediction_api import RolloutSettings

PLATFORM = "Lambda"
ROLLBACK_ON = ("DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST")


@dataclass(frozen=True, kw_only=True)
class CodeRolloutArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        settings: Canary or linear, how much and how fast.
        function: Whose alias is moved; made with ``rolled_out=True``.
        alarms: Names of the alarms that take a rollout back; at least one.
    """

    account: Account
    settings: RolloutSettings
    function: PythonFunction
    alarms: Sequence[pulumi.Input[str]]


class CodeRollout(PlatformComponent):
    """Application, configuration and group of CodeDeploy."""

    application: pulumi.Output[str]
    group: pulumi.Output[str]

    def __init__(self, name: str, args: CodeRolloutArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"kind": args.settings.kind}, opts)
        application = aws.codedeploy.Application(name, compute_platform=PLATFORM, opts=self.child())
        config = aws.codedeploy.DeploymentConfig(
            self.child_name("steps"),
            compute_platform=PLATFORM,
            traffic_routing_config=traffic(args.settings),
            opts=self.child(),
        )
        role, access = self._role(args)
        group = aws.codedeploy.DeploymentGroup(
            self.child_name("group"),
            app_name=application.name,
            deployment_group_name=self.child_name("group"),
            service_role_arn=role.arn,
            deployment_config_name=config.deployment_config_name,
            deployment_style=aws.codedeploy.DeploymentGroupDeploymentStyleArgs(
                deployment_type="BLUE_GREEN", deployment_option="WITH_TRAFFIC_CONTROL"
            ),
            alarm_configuration=aws.codedeploy.DeploymentGroupAlarmConfigurationArgs(
                enabled=True,
                alarms=list(args.alarms),
                ignore_poll_alarm_failure=False,  # alarms that cannot be read are no sign that all is well
            ),
            auto_rollback_configuration=aws.codedeploy.DeploymentGroupAutoRollbackConfigurationArgs(
                enabled=True, events=list(ROLLBACK_ON)
            ),
            opts=self.child(depends_on=[access]),
        )
        self.application, self.group = application.name, group.deployment_group_name
        self.finish()

    def _role(self, args: CodeRolloutArgs) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        role = aws.iam.Role(
            self.child_name("role"),
            assume_role_policy=trust("codedeploy.amazonaws.com", args.account.account_id),
            opts=self.child(),
        )
        access = aws.iam.RolePolicy(
            self.child_name("access"), role=role.id, policy=document(*statements(args)), opts=self.child()
        )
        return role, access


def statements(args: CodeRolloutArgs) -> tuple[Statement, ...]:
    """What CodeDeploy may do: move this one alias, and look at alarms.

    Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html
    """
    function = args.function
    return (
        Statement(
            sid="MoveTheAlias",
            actions=("lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"),
            resources=(function.function_arn, function.alias_arn),
        ),
        Statement(
            sid="WatchAlarms",
            actions=("cloudwatch:DescribeAlarms",),
            resources=(args.account.arn("cloudwatch", "alarm:*"),),
        ),
    )


def traffic(settings: RolloutSettings) -> aws.codedeploy.DeploymentConfigTrafficRoutingConfigArgs:
    """How the traffic moves.

    Raises:
        ValueError: ``all-at-once``, which needs no CodeDeploy.
    """
    config = aws.codedeploy.DeploymentConfigTrafficRoutingConfigArgs
    if settings.kind == "canary":
        canary = aws.codedeploy.DeploymentConfigTrafficRoutingConfigTimeBasedCanaryArgs
        step = canary(percentage=settings.percent, interval=settings.interval_minutes)
        return config(type="TimeBasedCanary", time_based_canary=step)
    if settings.kind == "linear":
        linear = aws.codedeploy.DeploymentConfigTrafficRoutingConfigTimeBasedLinearArgs
        each = linear(percentage=settings.percent, interval=settings.interval_minutes)
        return config(type="TimeBasedLinear", time_based_linear=each)
    raise ValueError(f"settings.kind is {settings.kind!r}; accepted: 'canary', 'linear'")
