"""The capacity theme as it is registered: policies in the right units, purchases protected, nothing unasked."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pulumi
import pytest

from components.capacity import Capacity, CapacityArgs
from components.capacity.endpoints import EndpointScaling, EndpointScalingArgs
from components.capacity.units import InferenceUnits
from components.foundation.account import Account
from components.inference.realtime import VARIANT, RealtimeEndpoint, RealtimeEndpointArgs
from components.inference.scale_to_zero import ScaleToZeroEndpoint, ScaleToZeroEndpointArgs
from components.scaling import STOP_MOVES
from components.settings import Settings, parse
from components.settings.capacity_plan import plan_capacity
from tests.components.support.harness import ACCOUNT_ID, REGION, Recorded, RecordedStack, program
from tests.components.support.project import raw_settings

pytestmark = pytest.mark.xdist_group("pulumi_aws")

TODAY = date(2026, 11, 26)
ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
POLICY, TARGET = "aws:appautoscaling/policy:Policy", "aws:appautoscaling/target:Target"
ACTION, ALARM = "aws:appautoscaling/scheduledAction:ScheduledAction", "aws:cloudwatch/metricAlarm:MetricAlarm"
THROUGHPUT = "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput"
PROFILE = "aws:bedrock/inferenceProfile:InferenceProfile"
DAY = {"name": "day", "cron": "cron(0 9 ? * MON-FRI *)", "timezone": "Asia/Tokyo", "min": 2, "max": 4}
ENDPOINT = {"name": "digits", "variant": "v1", "instance_type": "ml.m5.large", "min": 1, "max": 4}
UNITS = {"name": "chat", "model_id": "amazon.nova-2-lite-v1:0:256k", "accept_monthly_usd": 44165.0}
STEPS = [{"above_ms": 0, "add": 1}, {"above_ms": 500, "add": 3}]


def deployed(inference: dict[str, Any] | None = None, **capacity: Any) -> RecordedStack:
    """The theme alone, over stand-ins of what the inference theme made."""
    raw = {**raw_settings(**(inference or {})), "capacity": {"enabled": True, **capacity}}
    settings = parse(raw, stack="test")

    def build() -> Capacity:
        args = CapacityArgs(
            settings=settings.capacity,
            plan=plan_capacity(settings, REGION, TODAY),
            account=ACCOUNT,
            project="inference-platform",
            environment="staging",
            units=units_of(settings),
        )
        return Capacity("capacity", args)

    return program(build)


def units_of(settings: Settings) -> InferenceUnits:
    found = settings.inference
    targets, names, component = {}, {}, None
    if found.realtime.enabled:
        args = RealtimeEndpointArgs(settings=found.realtime, model_name="m", key_arn="arn:k")
        realtime = RealtimeEndpoint("realtime", args)
        targets["realtime"], names["realtime"] = realtime.target, realtime.endpoint_name
    if found.components.enabled:
        sized = ScaleToZeroEndpointArgs(
            settings=found.components, component_name="c1", model_name="m", role_arn="arn:r", key_arn="arn:k"
        )
        components = ScaleToZeroEndpoint("components", sized)
        targets["components"], component = components.target, components.component_name
    return InferenceUnits(targets=targets, endpoint_names=names, component_name=component, variant=VARIANT)


def ours(stack: RecordedStack, type_: str) -> list[Recorded]:
    return [one for one in stack.all(type_) if one.name.startswith("capacity-")]


def tracked(policy: Recorded) -> tuple[str, float, float, float]:
    given = policy.inputs["targetTrackingScalingPolicyConfiguration"]
    metric = given["predefinedMetricSpecification"]["predefinedMetricType"]
    return metric, given["targetValue"], given["scaleOutCooldown"], given["scaleInCooldown"]


def test_an_endpoint_by_name_gets_every_policy_one_after_the_other() -> None:
    scaled = {
        **ENDPOINT,
        "invocations_per_instance_per_minute": 480,
        "concurrent_requests": 4,
        "latency": {"threshold_ms": 2000, "steps": STEPS},
        "schedules": [DAY],
        "scale_in_cooldown_seconds": 600,
    }
    stack = deployed(endpoints=[scaled])
    target = stack.only(TARGET)
    assert target.inputs["resourceId"] == "endpoint/digits/variant/v1"
    assert (target.inputs["minCapacity"], target.inputs["maxCapacity"]) == (1, 4)
    calls, flight, latency = (stack.only(POLICY, ending) for ending in ("tracking-0", "tracking-1", "latency"))
    assert tracked(calls) == ("SageMakerVariantInvocationsPerInstance", 480, 60, 600)
    assert tracked(flight) == ("SageMakerVariantConcurrentRequestsPerModelHighResolution", 4, 60, 600)
    assert latency.inputs["stepScalingPolicyConfiguration"] == {
        "adjustmentType": "ChangeInCapacity",
        "metricAggregationType": "Maximum",
        "cooldown": 60,
        "stepAdjustments": [
            {"metricIntervalLowerBound": "0", "metricIntervalUpperBound": "500000", "scalingAdjustment": 1},
            {"metricIntervalLowerBound": "500000", "scalingAdjustment": 3},
        ],
    }
    action = stack.only(ACTION)
    assert action.inputs["timezone"] == "Asia/Tokyo"
    assert action.inputs["scalableTargetAction"] == {"minCapacity": 2, "maxCapacity": 4}
    chain = [calls, flight, latency, action]
    assert all(before.urn in after.dependencies for before, after in pairwise(chain))


def test_the_latency_alarm_counts_microseconds_of_the_variant_and_starts_the_steps() -> None:
    stack = deployed(endpoints=[{**ENDPOINT, "latency": {"threshold_ms": 1500, "minutes": 3, "statistic": "Maximum"}}])
    alarm, policy = stack.only(ALARM).inputs, stack.only(POLICY)
    assert alarm["threshold"] == 1_500_000
    assert (alarm["period"], alarm["evaluationPeriods"], alarm["statistic"]) == (60, 3, "Maximum")
    assert (alarm["namespace"], alarm["metricName"]) == ("AWS/SageMaker", "ModelLatency")
    assert alarm["dimensions"] == {"EndpointName": "digits", "VariantName": "v1"}
    assert policy.name in alarm["alarmActions"][0]


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({}, {POLICY: 0, ALARM: 0, ACTION: 0}),
        ({"concurrent_requests": 2}, {POLICY: 1, ALARM: 0, ACTION: 0}),
        ({"latency": {}}, {POLICY: 1, ALARM: 1, ACTION: 0}),
        ({"schedules": [DAY]}, {POLICY: 0, ALARM: 0, ACTION: 1}),
        ({"invocations_per_instance_per_minute": 9, "latency": {}}, {POLICY: 2, ALARM: 1, ACTION: 0}),
    ],
)
def test_any_subset_of_policies_is_made_and_nothing_else(given: dict[str, Any], counts: dict[str, int]) -> None:
    found = deployed(endpoints=[{**ENDPOINT, **given}]).counts()
    assert {type_: found.get(type_, 0) for type_ in counts} == counts


def test_the_inference_units_get_more_policies_on_their_own_targets() -> None:
    scaled = {"concurrent_requests": 3, "latency": {}}
    stack = deployed(
        {"realtime": {"enabled": True, "max_instances": 4}, "components": {"enabled": True}},
        realtime=scaled,
        components=scaled,
    )
    assert len(stack.all(TARGET)) == 2, "no target of our own"
    metrics = {tracked(one)[0] for one in ours(stack, POLICY) if one.inputs["policyType"] != "StepScaling"}
    assert metrics == {
        "SageMakerVariantConcurrentRequestsPerModelHighResolution",
        "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution",
    }
    realtime, components = (stack.only(ALARM, f"capacity-{unit}-slow") for unit in ("realtime", "components"))
    assert realtime.inputs["dimensions"] == {"EndpointName": "realtime-0a1b2c3", "VariantName": "primary"}
    assert components.inputs["dimensions"] == {"InferenceComponentName": "c1"}


def test_the_default_tracking_of_the_real_time_endpoint_can_be_taken_away() -> None:
    instances = {"enabled": True, "invocations_per_instance_per_minute": None}
    stack = deployed({"realtime": instances}, realtime={"concurrent_requests": 3})
    (policy,) = stack.all(POLICY)
    assert tracked(policy)[0] == "SageMakerVariantConcurrentRequestsPerModelHighResolution"


def test_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="unit = 'realtime' is not scaled; there are: none"):
        InferenceUnits().target("realtime")
    with pytest.raises(ValueError, match="unit = 'components' has no endpoint; there are: none"):
        InferenceUnits().dimensions("components")


def test_model_units_are_bought_as_planned_with_the_sum_that_was_accepted() -> None:
    stack = deployed(bedrock={"provisioned": [UNITS]})
    bought = stack.only(THROUGHPUT)
    assert bought.inputs["modelArn"] == f"arn:aws:bedrock:{REGION}::foundation-model/amazon.nova-2-lite-v1:0:256k"
    assert bought.inputs["modelUnits"] == 1
    assert bought.inputs["tags"]["AcceptedMonthlyUsd"] == "44165.00"
    assert "commitmentDuration" not in bought.inputs, "no commitment is said by saying nothing"
    assert bought.inputs["provisionedModelName"].startswith("inference-platform-staging-")
    assert len(bought.inputs["provisionedModelName"]) <= 63
    component = stack.only(Capacity.token)
    assert list(stack.outputs[component.urn]["provisioned_model_arns"]) == ["chat"]


@pytest.mark.parametrize(("commitment", "protected"), [(None, False), ("OneMonth", True)])
def test_a_commitment_is_protected_from_being_deleted(commitment: str | None, protected: bool) -> None:
    bought = deployed(bedrock={"provisioned": [{**UNITS, "commitment": commitment}]}).only(THROUGHPUT)
    assert bool(bought.protect) is protected
    assert bought.inputs.get("commitmentDuration") == commitment


def test_a_profile_copies_a_model_or_a_profile_of_aws() -> None:
    profiles = [
        {"name": "here", "source": "amazon.nova-lite-v1:0", "description": "Chat of the shop"},
        {"name": "wide", "source": "us.amazon.nova-2-lite-v1:0"},
    ]
    stack = deployed(bedrock={"profiles": profiles})
    here, wide = (stack.only(PROFILE, name) for name in ("here", "wide"))
    assert here.inputs["modelSource"] == {
        "copyFrom": f"arn:aws:bedrock:{REGION}::foundation-model/amazon.nova-lite-v1:0"
    }
    assert here.inputs["description"] == "Chat of the shop"
    source = f"arn:aws:bedrock:{REGION}:{ACCOUNT_ID}:inference-profile/us.amazon.nova-2-lite-v1:0"
    assert wide.inputs["modelSource"] == {"copyFrom": source}


def test_the_plan_of_lambdas_concurrency_is_an_output() -> None:
    predict = {"reserved_concurrency": 40, "max_provisioned_concurrency": 4}
    raw = {**raw_settings(predict=predict, realtime={"enabled": True})}
    raw["capacity"] = {"enabled": True, "lambda_concurrency": {"account_limit": 1000}}
    settings = parse(raw, stack="test")
    plan = plan_capacity(settings, REGION, TODAY)
    found: list[dict[str, Any]] = []

    def build() -> pulumi.Resource:
        args = CapacityArgs(settings=settings.capacity, plan=plan, account=ACCOUNT, project="p", environment="e")
        theme = Capacity("capacity", args)
        found.append(theme.outputs())
        return theme

    program(build)
    assert found[0]["lambdaConcurrencyPlan"] == {
        "accountLimit": 1000,
        "taken": 40,
        "left": 960,
        "leastUnreserved": 100,
        "functions": {"inference.predict": {"reserved": 40, "provisioned": 4}},
    }


@pytest.mark.parametrize(
    ("schedules", "moved", "ignored"),
    [
        ([], (), ()),
        ([DAY], (), ("maxCapacity", "minCapacity")),
        ([], STOP_MOVES, ("minCapacity", "suspendedState")),
        ([DAY], STOP_MOVES, ("maxCapacity", "minCapacity", "suspendedState")),
    ],
)
def test_what_a_schedule_or_auto_stop_moves_is_left_alone_by_the_next_deployment(
    schedules: list[dict[str, Any]], moved: tuple[str, ...], ignored: tuple[str, ...]
) -> None:
    raw = {**raw_settings(), "capacity": {"enabled": True, "endpoints": [{**ENDPOINT, "schedules": schedules}]}}
    one = parse(raw, stack="test").capacity.endpoints[0]
    stack = program(lambda: EndpointScaling("digits", EndpointScalingArgs(settings=one, moved=moved)))
    assert tuple(sorted(stack.only(TARGET).ignore_changes)) == ignored
