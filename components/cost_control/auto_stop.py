"""Auto-stop: a function that looks at every endpoint of the stack by the clock, and the table of what it did.

Its role may change endpoints that carry the stack's tags and no others; it may delete and make them only where the
stack is set to, and never in production.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.reach import Callers
from components.function import Conditions, PythonFunction, PythonFunctionArgs
from components.function_host import FunctionHost
from components.function_schedule import FunctionSchedule, FunctionScheduleArgs
from components.settings import AutoStopSettings, OverrideSettings
from components.table import TableArgs, table
from domain.cost import PRODUCTION, AutoStopAction
from domain.stops import NOTES, Dimension

PACKAGE: Final = "auto_stop"
TIMEOUT_S: Final = 900
"""Ten thousand endpoints take minutes; the run ends by itself before the function does."""


@dataclass(frozen=True, kw_only=True)
class AutoStopArgs:
    """Inputs.

    Attributes:
        host: What all functions share.
        settings: What is done to idle endpoints, and when.
        overrides: What is kept up for a while.
        project: Value of the tag Project of the stack's endpoints; the tag Environment is the host's environment.
        targets: What scales, by unit: an override may name a unit.
        protect: Whether the table is protected and kept when the stack goes.

    Raises:
        ValueError: Production is set to delete.
    """

    host: FunctionHost
    settings: AutoStopSettings
    overrides: Sequence[OverrideSettings]
    project: str
    targets: Mapping[str, aws.appautoscaling.Target]
    protect: bool

    def __post_init__(self) -> None:
        if self.host.environment == PRODUCTION and self.deletes:
            raise ValueError("action = 'delete' is not accepted in prod: scale-down or disable-schedule")

    @property
    def tags(self) -> dict[str, str]:
        """Tags that an endpoint must carry. Project alone would reach into the other stacks of the account."""
        return {"Project": self.project, "Environment": self.host.environment}

    @property
    def deletes(self) -> bool:
        """Whether the function may delete."""
        return AutoStopAction(self.settings.action) is AutoStopAction.DELETE


class AutoStop(PlatformComponent):
    """The function, its table and its schedule."""

    function_name: pulumi.Output[str]
    table_name: pulumi.Output[str]
    schedule_name: pulumi.Output[str]

    def __init__(self, name: str, args: AutoStopArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"action": args.settings.action, "dryRun": args.settings.dry_run}, opts)
        self.args = args
        records = self._table()
        function = self._function(records)
        schedule = FunctionScheduleArgs(
            account=args.host.account,
            function=function,
            every_minutes=args.settings.every_minutes,
            key_arn=args.host.key_arn,
            description="Stop endpoints that nobody calls",
            event={"action": "run"},
        )
        self.schedule_name = FunctionSchedule(self.child_name("hourly"), schedule, opts=self.child()).schedule_name
        self.function_name = function.function_name
        self.table_name = records.name
        self.finish()

    def _table(self) -> aws.dynamodb.Table:
        """What was changed, a row an endpoint. Lost, nothing could be restored: so it can be recovered itself."""
        records = TableArgs(
            hash_key="endpoint", ttl="expires_at", key_arn=self.args.host.key_arn, protect=self.args.protect
        )
        return table(self.child_name("records"), records, self)

    def _function(self, records: aws.dynamodb.Table) -> PythonFunction:
        args = self.args
        function = PythonFunctionArgs(
            host=args.host if PACKAGE in callers(args.settings).packages else replace(args.host, network=None),
            package=PACKAGE,
            description="Stops endpoints that nobody calls, and restores them",
            environment=environment(args, records.name),
            access=access(args, records.arn),
            conditions=conditions(args),
            timeout_seconds=TIMEOUT_S,
            asynchronous=True,
        )
        return PythonFunction(self.child_name("function"), function, opts=self.child())


def callers(settings: AutoStopSettings) -> Callers:
    """What of the theme the stack's network must lead from: nothing, unless the settings put the function there.

    It sees no data, and four of the services that it calls are called by nothing else: their endpoints cost more by
    the month than what many an endpoint costs that it stops.
    """
    return Callers((PACKAGE,) if settings.in_network else ())


def environment(args: AutoStopArgs, table_name: pulumi.Input[str]) -> dict[str, pulumi.Input[str]]:
    """Variables of the function."""
    units = {unit: target.resource_id for unit, target in args.targets.items()}
    return {
        "ENDPOINT_TAGS": json.dumps(args.tags, sort_keys=True),
        "UNITS": pulumi.Output.json_dumps(units, sort_keys=True),
        "ACTION": args.settings.action,
        "IDLE_MINUTES": str(args.settings.idle_minutes),
        "DRY_RUN": str(args.settings.dry_run).lower(),
        "MESSAGES": args.settings.messages,
        "OVERRIDES": json.dumps([override.model_dump() for override in args.overrides]),
        "RECORD_TABLE": table_name,
        "TOPIC_ARN": args.host.alarm_topic_arn,
    }


def access(args: AutoStopArgs, table_arn: pulumi.Input[str]) -> Mapping[str, Mapping[str, Sequence[pulumi.Input[str]]]]:
    """What the clients of the function may touch."""
    account, key = args.host.account, [args.host.key_arn]
    endpoints = [account.arn("sagemaker", "endpoint/*")]
    configurations = [account.arn("sagemaker", "endpoint-config/*")]
    components = [account.arn("sagemaker", "inference-component/*")]
    targets = [account.arn("application-autoscaling", "scalable-target/*")]
    return {
        "endpoint_capacity": {"endpoint": endpoints, "component": components},
        "endpoint_components": {},
        "endpoint_metrics": {},
        "endpoint_removal": {
            "removable": endpoints if args.deletes else [],
            "creatable": [*endpoints, *configurations] if args.deletes else [],
            "taggable": endpoints if args.deletes else [],
            "target": targets if args.deletes else [],
            "key": key if args.deletes else [],
        },
        "endpoint_state": {"endpoint": endpoints, "configuration": configurations, "component": components},
        "notices": {"topic": [args.host.alarm_topic_arn], "key": key},
        "scalable_targets": {"target": targets},
        "stop_records": {"table": [table_arn], "key": key},
        "tagged_endpoints": {},
    }


def conditions(args: AutoStopArgs) -> Conditions:
    """Only what carries the stack's tags is changed, whatever the code does, and tags that decide something never are.

    What is made anew gets the stack's tags as it is made; an endpoint that exists cannot be claimed by them. Scalable
    targets have no such tags where a stack does not make them, so they are held to what this function scales.

    Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html and
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html
    """
    tagged = {f"aws:ResourceTag/{key}": value for key, value in args.tags.items()}
    made = {f"aws:RequestTag/{key}": value for key, value in args.tags.items()}
    scaled = {
        "StringEquals": {
            "application-autoscaling:service-namespace": "sagemaker",
            "application-autoscaling:scalable-dimension": list(Dimension),
        }
    }
    return {
        "endpoint_capacity": {
            "endpoint": {"StringEquals": tagged, "ForAllValues:StringEquals": {"aws:TagKeys": list(NOTES)}},
            "component": {"StringEquals": tagged},
        },
        "endpoint_removal": {
            "removable": {"StringEquals": tagged},
            "creatable": {"StringEquals": made},
            "taggable": {"StringEquals": {**made, "sagemaker:TaggingAction": "CreateEndpoint"}},
            "target": scaled,
            "key": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
        "scalable_targets": {"target": scaled},
    }
