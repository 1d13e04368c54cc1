"""The auto-stop function as it is deployed: table, clock, and a role that reaches only what carries the tags."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components.cost_control.auto_stop import AutoStop, AutoStopArgs
from components.foundation.account import Account
from components.foundation.network import NetworkPlacement
from components.function_host import FunctionHost
from components.function_schedule import rate
from components.settings import AutoStopSettings, OverrideSettings
from components.sources import function_sources
from tests.components.support.harness import ACCOUNT_ID, REGION, RecordedStack, program
from tests.components.support.project import CHECKOUT

pytestmark = pytest.mark.xdist_group("pulumi_aws")

KEY, TOPIC = "arn:aws:kms:us-east-1:123456789012:key/k", "arn:aws:sns:us-east-1:123456789012:t"
OVERRIDE = OverrideSettings(
    target="realtime",
    since="2026-11-26T18:00:00+09:00",
    until="2026-11-27T20:00:00+09:00",
    by="ml-platform",
    why="load test",
)
TAGGED = {"aws:ResourceTag/Environment": "staging", "aws:ResourceTag/Project": "inference-platform"}
GIVEN = {"aws:RequestTag/Environment": "staging", "aws:RequestTag/Project": "inference-platform"}
SCALED = {
    "application-autoscaling:service-namespace": "sagemaker",
    "application-autoscaling:scalable-dimension": [
        "sagemaker:variant:DesiredInstanceCount",
        "sagemaker:inference-component:DesiredCopyCount",
    ],
}


SERVICES = ("application-autoscaling", "monitoring", "sagemaker.api", "sns", "tagging")


def host(project: Path, environment: str = "staging") -> FunctionHost:
    return FunctionHost(
        account=Account(account_id=ACCOUNT_ID, region=REGION, partition="aws"),
        environment=environment,
        root=project,
        architecture="arm64",
        layer_arn="arn:layer",
        key_arn=KEY,
        log_group_prefix=f"/inference-platform/{environment}/",
        log_retention_days=30,
        log_level="INFO",
        alarm_topic_arn=TOPIC,
        network=NetworkPlacement(
            subnet_ids=["subnet-1"], function_group_id="sg-1", model_group_id="sg-2", services=SERVICES
        ),
    )


def args(project: Path, environment: str = "staging", *, protect: bool = False, **settings: Any) -> AutoStopArgs:
    return AutoStopArgs(
        host=host(project, environment),
        settings=AutoStopSettings(enabled=True, **settings),
        overrides=[OVERRIDE],
        project="inference-platform",
        targets={},
        protect=protect,
    )


def built(given: AutoStopArgs) -> RecordedStack:
    def make() -> None:
        target = aws.appautoscaling.Target(
            "capacity",
            service_namespace="sagemaker",
            scalable_dimension="sagemaker:variant:DesiredInstanceCount",
            resource_id="endpoint/digits/variant/primary",
            min_capacity=1,
            max_capacity=2,
        )
        component = AutoStop("stop", replace(given, targets={"realtime": target}))
        pulumi.export("name", component.function_name)

    return program(make)


def statements(stack: RecordedStack) -> Mapping[str, Mapping[str, Any]]:
    policy = stack.only("aws:iam/rolePolicy:RolePolicy", "stop-function-access").json("policy")
    return {one["Sid"]: one for one in policy["Statement"]}


def actions(found: Mapping[str, Mapping[str, Any]]) -> set[str]:
    listed = [one["Action"] if isinstance(one["Action"], list) else [one["Action"]] for one in found.values()]
    return {action for some in listed for action in some}


def variables(stack: RecordedStack) -> dict[str, str]:
    found: dict[str, str] = stack.only("aws:lambda/function:Function").inputs["environment"]["variables"]
    return found


def test_it_is_a_function_a_table_a_schedule_and_what_they_need(project: Path) -> None:
    stack = built(args(project))
    counts = stack.counts()
    assert counts["aws:dynamodb/table:Table"] == counts["aws:scheduler/schedule:Schedule"] == 1
    assert counts["aws:lambda/function:Function"] == counts["aws:lambda/alias:Alias"] == 1
    assert counts["aws:cloudwatch/metricAlarm:MetricAlarm"] == 2, "its errors, and its dead letters"
    assert stack.exports["name"].startswith("stop-function")


def test_the_function_reads_what_it_is_given_and_nothing_else(project: Path) -> None:
    module = importlib.import_module("lambdas.auto_stop.settings")
    given = variables(built(args(project, action="delete", idle_minutes=45, dry_run=False, messages="every-run")))
    assert set(module.VARIABLES) <= set(given)
    settings = module.Settings.from_env(given)
    assert (settings.action.value, settings.idle_minutes, settings.dry_run) == ("delete", 45, False)
    assert settings.messages.value == "every-run"
    assert settings.endpoint_tags == {"Project": "inference-platform", "Environment": "staging"}
    assert settings.units == {"realtime": "endpoint/digits/variant/primary"}
    assert [one.describe() for one in settings.overrides] == [
        "realtime is kept up until 2026-11-27T20:00:00+09:00 by ml-platform: load test"
    ]


def test_nothing_is_changed_before_somebody_says_so(project: Path) -> None:
    assert variables(built(args(project)))["DRY_RUN"] == "true"


def test_it_runs_by_the_clock_and_keeps_what_was_not_delivered(project: Path) -> None:
    schedule = built(args(project, every_minutes=60)).only("aws:scheduler/schedule:Schedule").inputs
    assert schedule["scheduleExpression"] == "rate(60 minutes)"
    target = schedule["target"]
    assert json.loads(target["input"]) == {"action": "run"}
    assert target["deadLetterConfig"]["arn"]
    assert target["retryPolicy"] == {"maximumEventAgeInSeconds": 3600, "maximumRetryAttempts": 2}
    assert rate(1) == "rate(1 minute)"


def test_the_records_are_encrypted_recoverable_and_kept(project: Path) -> None:
    kept = built(args(project, protect=True)).only("aws:dynamodb/table:Table")
    assert kept.inputs["serverSideEncryption"] == {"enabled": True, "kmsKeyArn": KEY}
    assert kept.inputs["pointInTimeRecovery"]["enabled"] is True
    assert (kept.inputs["deletionProtectionEnabled"], kept.protect, kept.retain_on_delete) == (True, True, True)
    dropped = built(args(project)).only("aws:dynamodb/table:Table")
    assert (dropped.inputs["deletionProtectionEnabled"], dropped.protect) == (False, False)


def test_every_write_is_held_to_what_is_the_stacks(project: Path) -> None:
    found = statements(built(args(project, action="delete")))
    held = {sid: one["Condition"].get("StringEquals") for sid, one in found.items() if "Condition" in one}
    assert held == {
        "EndpointCapacityEndpoint": TAGGED,
        "EndpointCapacityComponent": TAGGED,
        "EndpointRemovalRemovable": TAGGED,
        "EndpointRemovalCreatable": GIVEN,
        "EndpointRemovalTaggable": {**GIVEN, "sagemaker:TaggingAction": "CreateEndpoint"},
        "EndpointRemovalTarget": SCALED,
        "EndpointRemovalKey": None,
        "ScalableTargetsTarget": SCALED,
    }
    assert found["EndpointRemovalKey"]["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    reads = ("Describe", "List", "Get")
    free = {one for one in actions({sid: found[sid] for sid in set(found) - set(held)}) if one.startswith("sagemaker:")}
    assert all(action.partition(":")[2].startswith(reads) for action in free)


def test_tags_that_decide_something_are_never_written(project: Path) -> None:
    notes = statements(built(args(project)))["EndpointCapacityEndpoint"]["Condition"]["ForAllValues:StringEquals"]
    assert notes == {"aws:TagKeys": ["AutoStopAction", "AutoStopReason", "AutoStopTime"]}


@pytest.mark.parametrize(("environment", "action"), [("staging", "scale-down"), ("prod", "scale-down")])
def test_a_role_that_need_not_delete_cannot(project: Path, environment: str, action: str) -> None:
    only_for_deletions = {
        "sagemaker:DeleteEndpoint",
        "sagemaker:CreateEndpoint",
        "application-autoscaling:DeregisterScalableTarget",
        "kms:CreateGrant",
    }
    assert not only_for_deletions & actions(statements(built(args(project, environment, action=action))))


def test_a_role_that_deletes_holds_exactly_what_its_code_declares(project: Path) -> None:
    declared = function_sources(CHECKOUT, "auto_stop").actions.values()
    wanted = {action for kinds in declared for some in kinds.values() for action in some}
    found = statements(built(args(project, action="delete")))
    runtime = {"OwnLogs", "Traces", "DeadLetters", "DeadLetterKey"}
    assert actions({sid: one for sid, one in found.items() if sid not in runtime}) == wanted
    assert {one["Sid"] for one in found.values() if one["Resource"] == "*"} == {
        "EndpointComponentsAny",
        "EndpointMetricsAny",
        "ScalableTargetsAny",
        "TaggedEndpointsAny",
        "Traces",
    }


def test_production_never_deletes(project: Path) -> None:
    with pytest.raises(ValueError, match="'delete' is not accepted in prod"):
        args(project, "prod", action="delete")


@pytest.mark.parametrize("in_network", [False, True])
def test_it_runs_in_the_network_only_where_it_is_told_to(project: Path, *, in_network: bool) -> None:
    function = built(args(project, in_network=in_network)).only("aws:lambda/function:Function")
    assert ("vpcConfig" in function.inputs) is in_network


def test_the_prices_travel_with_the_code(project: Path) -> None:
    code = built(args(project)).only("aws:lambda/function:Function").inputs["code"].assets
    assert {"domain/prices.json", "domain/pricing.py", "lambdas/prices.py"} <= set(code)
