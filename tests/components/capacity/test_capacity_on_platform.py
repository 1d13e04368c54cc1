"""The theme in the platform: it scales what inference made, after it did, and leaves alone what a clock moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.platform import Platform
from tests.components.support.harness import RecordedStack, program
from tests.components.support.project import raw_settings, settings

pytestmark = pytest.mark.xdist_group("pulumi_aws")

TODAY = date(2026, 11, 26)
DAY = {"name": "day", "cron": "cron(0 9 ? * MON-FRI *)", "timezone": "Asia/Tokyo", "min": 2, "max": 4}
UNITS = {"name": "chat", "model_id": "amazon.nova-2-lite-v1:0:256k", "accept_monthly_usd": 44165.0}
TARGET, POLICY = "aws:appautoscaling/target:Target", "aws:appautoscaling/policy:Policy"


def deployed(project: Path, raw: dict[str, Any]) -> RecordedStack:
    return program(lambda: Platform("platform", settings(raw), project, TODAY))


def test_inferences_units_are_scaled_on_their_own_targets_after_their_own_policies(project: Path) -> None:
    raw = raw_settings(realtime={"enabled": True, "max_instances": 4}, components={"enabled": True})
    scaled = {"concurrent_requests": 3, "schedules": [DAY]}
    raw["capacity"] = {"enabled": True, "realtime": scaled, "components": {"latency": {}}}
    stack = deployed(project, raw)
    targets = {target.inputs["scalableDimension"]: target for target in stack.all(TARGET)}
    assert len(targets) == 2
    realtime = targets["sagemaker:variant:DesiredInstanceCount"]
    assert sorted(realtime.ignore_changes) == ["maxCapacity", "minCapacity"], "the clock moves them"
    assert not targets["sagemaker:inference-component:DesiredCopyCount"].ignore_changes
    ours = stack.only(POLICY, "capacity-realtime-tracking-0")
    theirs = stack.only(POLICY, "realtime-tracking")
    assert ours.inputs["resourceId"] == theirs.inputs["resourceId"] == realtime.inputs["resourceId"]
    assert theirs.urn in ours.dependencies, "a target takes one change at a time"
    alarm = stack.only("aws:cloudwatch/metricAlarm:MetricAlarm", "capacity-components-slow")
    assert list(alarm.inputs["dimensions"]) == ["InferenceComponentName"]


def test_the_clock_of_cost_control_comes_after_every_policy_of_its_target(project: Path) -> None:
    raw = raw_settings(realtime={"enabled": True, "max_instances": 4})
    raw["capacity"] = {"enabled": True, "realtime": {"concurrent_requests": 3, "latency": {}}}
    hours = {"business_min": 2, "business_max": 4, "off_hours_min": 1, "off_hours_max": 1}
    raw["cost"] = {"schedules": {"enabled": True, "realtime": hours}}
    stack = deployed(project, raw)
    policies = {one.urn for one in stack.all(POLICY)}
    assert len(policies) == 3
    first = stack.only("aws:appautoscaling/scheduledAction:ScheduledAction", "realtime-business-0900")
    assert policies <= first.dependencies


def test_capacity_alone_needs_no_foundation(project: Path) -> None:
    capacity = {"enabled": True, "bedrock": {"provisioned": [UNITS]}, "lambda_concurrency": {"account_limit": 1000}}
    stack = deployed(project, {"environment": "staging", "capacity": capacity})
    assert sorted({one.type for one in stack.custom()}) == [
        "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"
    ]


def test_what_nobody_accepted_is_refused_before_the_first_resource(project: Path) -> None:
    capacity = {"enabled": True, "bedrock": {"provisioned": [{**UNITS, "accept_monthly_usd": 1.0}]}}
    with pytest.raises(pulumi.RunError, match="it costs more"):
        deployed(project, {"environment": "staging", "capacity": capacity})
