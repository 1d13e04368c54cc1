"""The cost theme in the platform: what each part adds, what it moves, and that off is nothing.

Proof limit: mocks show what is asked for; the sandbox's tests and the demonstration deploy it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.cost_control import CostControl, CostControlArgs
from components.foundation import Account
from components.platform import Platform
from components.settings.schedule_plan import SchedulePlan
from tests.components.support.harness import ACCOUNT_ID, REGION, RecordedStack, program
from tests.components.support.project import TODAY, raw_settings, settings

pytestmark = pytest.mark.xdist_group("pulumi_aws")

TARGET = "aws:appautoscaling/target:Target"
ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction"
UNIT = {"business_min": 1, "business_max": 2, "off_hours_min": 1, "off_hours_max": 1}
INFERENCE = {
    "realtime": {"enabled": True},
    "serverless": {"enabled": True, "provisioned_concurrency": 1},
    "components": {"enabled": True, "max_copies": 2},
    "predict": {"provisioned_concurrency": 1, "max_provisioned_concurrency": 2},
}
UNITS = ("realtime", "serverless", "components", "predict")
SCHEDULES = {"enabled": True, **dict.fromkeys(UNITS, UNIT)}
STOPS = {"enabled": True}
AUTO_STOP = {
    "aws:cloudwatch/logGroup:LogGroup": 1,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 2,
    "aws:dynamodb/table:Table": 1,
    "aws:iam/role:Role": 2,
    "aws:iam/rolePolicy:RolePolicy": 2,
    "aws:lambda/alias:Alias": 1,
    "aws:lambda/function:Function": 1,
    "aws:scheduler/schedule:Schedule": 1,
    "aws:sqs/queue:Queue": 1,
    "aws:sqs/queuePolicy:QueuePolicy": 1,
}
"""What auto-stop adds: a function with its dead letters, a schedule with its role, a table."""


def deployed(project: Path, **cost: Any) -> RecordedStack:
    raw = {**raw_settings(**INFERENCE), "environment": "sandbox", "cost": cost}

    def build() -> None:
        for name, value in Platform("platform", settings(raw), project, TODAY).outputs.items():
            pulumi.export(name, value)

    return program(build)


def added(stack: RecordedStack, without: RecordedStack) -> dict[str, int]:
    more = Counter(stack.counts())
    more.subtract(without.counts())
    return {type_: count for type_, count in more.items() if count}


@pytest.fixture(scope="module")
def bare(project: Path) -> RecordedStack:
    return deployed(project)


def test_auto_stop_adds_exactly_its_parts_and_names_its_function(project: Path, bare: RecordedStack) -> None:
    stack = deployed(project, auto_stop={"enabled": True})
    assert added(stack, bare) == AUTO_STOP
    assert set(stack.exports) - set(bare.exports) == {"autoStopFunction", "autoStopTable"}


def test_schedules_add_two_actions_for_each_unit_and_nothing_else(project: Path, bare: RecordedStack) -> None:
    stack = deployed(project, schedules=SCHEDULES)
    assert added(stack, bare) == {ACTION: 2 * len(UNITS)}
    resources = {action.inputs["resourceId"] for action in stack.all(ACTION)}
    assert resources == {target.inputs["resourceId"] for target in stack.all(TARGET)}


def test_off_is_nothing(project: Path, bare: RecordedStack) -> None:
    off = {"auto_stop": {"enabled": False}, "schedules": {**SCHEDULES, "enabled": False}}
    assert added(deployed(project, **off), bare) == {}


@pytest.mark.parametrize(
    ("cost", "moved"),
    [
        ({}, {}),
        ({"schedules": SCHEDULES}, dict.fromkeys(UNITS, ("maxCapacity", "minCapacity"))),
        ({"auto_stop": STOPS}, dict.fromkeys(("realtime", "components"), ("minCapacity", "suspendedState"))),
        (
            {"auto_stop": STOPS, "schedules": {"enabled": True, "realtime": UNIT}},
            {
                "realtime": ("maxCapacity", "minCapacity", "suspendedState"),
                "components": ("minCapacity", "suspendedState"),
            },
        ),
    ],
)
def test_a_deployment_leaves_alone_what_something_else_moves_and_nothing_more(
    project: Path, cost: dict[str, Any], moved: dict[str, tuple[str, ...]]
) -> None:
    ends = {
        "realtime": "realtime-capacity",
        "serverless": "serverless-capacity",
        "components": "components-capacity",
        "predict": "warm-capacity",
    }
    stack = deployed(project, **cost)
    left_alone = {unit: stack.only(TARGET, end).ignore_changes for unit, end in ends.items()}
    assert {unit: found for unit, found in left_alone.items() if found} == moved


def test_what_a_stop_notes_on_an_endpoint_is_no_change_of_the_stack(bare: RecordedStack) -> None:
    notes = ("tags.AutoStopAction", "tags.AutoStopReason", "tags.AutoStopTime")
    kinds = {one.urn.rpartition("-")[2]: one.ignore_changes for one in bare.all("aws:sagemaker/endpoint:Endpoint")}
    assert kinds == {"realtime": notes, "components": notes, "serverless": ()}, "a serverless one is never stopped"


def test_predict_is_kept_warm_from_its_least_on(bare: RecordedStack) -> None:
    first = bare.only("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig")
    target = bare.only(TARGET, "warm-capacity")
    assert first.inputs["provisionedConcurrentExecutions"] == 1
    assert first.ignore_changes == ("provisionedConcurrentExecutions",), "scaling moves it from then on"
    assert first.inputs["qualifier"] == "live", "$LATEST cannot be kept warm"
    assert (target.inputs["serviceNamespace"], target.inputs["minCapacity"], target.inputs["maxCapacity"]) == (
        "lambda",
        1,
        2,
    )
    assert target.inputs["resourceId"].startswith("function:platform-inference-fn-predict")
    assert target.inputs["resourceId"].endswith(":live")


def test_the_plan_is_the_same_on_every_day(project: Path) -> None:
    schedules = {**SCHEDULES, "holidays": ["2026-12-31", "2027-04-29"], "valid_from": "2026-11-01"}
    raw = {**raw_settings(**INFERENCE), "environment": "sandbox", "cost": {"schedules": schedules}}
    plans = [
        sorted(
            (action.name, str(sorted(action.inputs.items())))
            for action in program(lambda day=day: Platform("platform", settings(raw), project, day)).all(ACTION)
        )
        for day in (date(2026, 11, 1), date(2027, 3, 17))
    ]
    assert plans[0] == plans[1], "a preview of another day must show no change"


def test_a_file_of_holidays_that_is_not_there_is_told_before_anything_is_made(project: Path) -> None:
    schedules = {**SCHEDULES, "holidays_file": "holidays/nowhere.ics", "valid_from": "2026-11-01"}
    with pytest.raises(pulumi.RunError, match=r"cost.schedules.holidays_file: holidays/nowhere.ics could not be read"):
        deployed(project, schedules=schedules)


def test_the_bill_alone_makes_nothing_in_the_stacks_own_region(project: Path) -> None:
    raw = {"environment": "sandbox", "cost": {"billing": {"enabled": True}}}
    stack = program(lambda: Platform("platform", settings(raw), project, TODAY))
    assert {resource.type for resource in stack.custom()} == {
        "pulumi:providers:aws",
        "aws:kms/key:Key",
        "aws:kms/alias:Alias",
        "aws:sns/topic:Topic",
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
    }
    assert all(resource.provider for resource in stack.custom() if resource.type != "pulumi:providers:aws")


def test_auto_stop_without_what_functions_share_is_a_mistake_of_the_program() -> None:
    given = settings({"environment": "sandbox", "cost": {"auto_stop": {"enabled": True}}}).cost
    args = CostControlArgs(
        settings=given,
        account=Account(account_id=ACCOUNT_ID, region=REGION, partition="aws"),
        project="p",
        environment="sandbox",
        protect=False,
        host=None,
        plan=SchedulePlan({}, {}, (), TODAY),
        targets={},
    )
    with pytest.raises(ValueError, match="host is None"):
        program(lambda: CostControl("cost", args))
