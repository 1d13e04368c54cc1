"""Settings of the capacity theme that do not go together: each is named with what is accepted."""

from __future__ import annotations

import re
from datetime import date
from textwrap import dedent
from typing import Any

import pytest
import yaml

from components.settings import SettingsError, parse
from components.settings.capacity_plan import plan_capacity
from tests.components.support.project import CHECKOUT, raw_settings

ENDPOINT = {"name": "digits", "variant": "v1", "instance_type": "ml.m5.large", "min": 1, "max": 4}
DAY = {"name": "day", "cron": "cron(0 9 ? * MON-FRI *)", "timezone": "Asia/Tokyo", "min": 2, "max": 4}
UNITS = {"name": "chat", "model_id": "amazon.nova-2-lite-v1:0:256k", "accept_monthly_usd": 50000.0}
CUSTOM = "arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:300k/abcdefghijkl"
ON = {"enabled": True}


def refused(capacity: dict[str, Any], **inference: Any) -> str:
    with pytest.raises(SettingsError) as error:
        parse({**raw_settings(**inference), "capacity": {"enabled": True, **capacity}}, stack="test")
    return str(error.value)


def endpoint(**changed: Any) -> dict[str, Any]:
    return {"endpoints": [{**ENDPOINT, **changed}]}


def test_everything_together_is_accepted() -> None:
    scaled = {"concurrent_requests": 4, "latency": {}, "schedules": [DAY]}
    capacity = {
        "realtime": scaled,
        "components": {"concurrent_requests": 1.5},
        "serverless": {"latency": {"threshold_ms": 900}},
        **endpoint(invocations_per_instance_per_minute=480, **scaled),
        "bedrock": {"provisioned": [UNITS, {**UNITS, "name": "own", "model_id": CUSTOM, "base_model_id": "a.b"}]},
        "lambda_concurrency": {"account_limit": 1000},
    }
    inference = {
        "realtime": {"enabled": True, "max_instances": 4, "invocations_per_instance_per_minute": None},
        "components": ON,
        "serverless": {"enabled": True, "provisioned_concurrency": 1},
    }
    found = parse({**raw_settings(**inference), "capacity": {"enabled": True, **capacity}}, stack="test")
    assert found.capacity.scheduled_units() == ("realtime",)
    assert sorted(found.capacity.units()) == ["components", "realtime", "serverless"]


def test_a_theme_that_is_off_scales_nothing() -> None:
    found = parse({**raw_settings(), "capacity": {"realtime": {"schedules": []}}}, stack="test")
    assert found.capacity.units() == {}
    assert found.capacity.scheduled_units() == ()


@pytest.mark.parametrize(
    ("capacity", "inference", "texts"),
    [
        ({"realtime": {}}, {}, ["capacity.realtime is set, but inference.realtime.enabled is false"]),
        ({"serverless": {}}, {"serverless": ON}, ["inference.serverless.provisioned_concurrency is 0"]),
        (
            {"serverless": {"concurrent_requests": 2}},
            {"serverless": {"enabled": True, "provisioned_concurrency": 1}},
            ["capacity.serverless.concurrent_requests is 2; accepted: none"],
        ),
        (
            {"realtime": {"schedules": [{**DAY, "max": 9}]}},
            {"realtime": ON},
            ["capacity.realtime.schedules[0] does not fit: day sets min 2 and max 9, and its target goes from 1 to 2"],
        ),
        (
            {"components": {"schedules": [{**DAY, "max": 9}]}},
            {"components": ON},
            ["sets min 2 and max 9, and its target goes from 0 to"],
        ),
        (endpoint(schedules=[{**DAY, "min": 5, "max": 4}]), {}, ["min = 5 is not accepted: at most max = 4"]),
        (endpoint(schedules=[{**DAY, "min": 0}]), {}, ["sets min 0 and max 4, and its target goes from 1 to 4"]),
        (endpoint(schedules=[DAY, DAY]), {}, ["endpoints[0].schedules has day more than once"]),
        (endpoint(schedules=[{**DAY, "timezone": "Tokyo"}]), {}, ["timezone = 'Tokyo'"]),
        (endpoint(schedules=[{**DAY, "cron": "0 9 * * *"}]), {}, ["schedules[0] cannot be used: schedule = "]),
        (
            endpoint(latency={"steps": [{"above_ms": 0, "add": 2}, {"above_ms": 500, "add": 1}]}),
            {},
            ["endpoints[0].latency.steps cannot be used: steps[1].add = 1 is not accepted: more than 2"],
        ),
        (endpoint(min=5), {}, ["capacity.endpoints[0].min is 5; accepted: 1 to max = 4"]),
        (endpoint(instance_type="ml.t2.medium"), {}, ["instance_type is ml.t2.medium", "cannot be scaled"]),
        ({"endpoints": [ENDPOINT, ENDPOINT]}, {}, ["capacity.endpoints has digits/v1 more than once"]),
        ({"bedrock": {"provisioned": [UNITS, UNITS]}}, {}, ["capacity.bedrock.provisioned has chat more than once"]),
        (
            {"bedrock": {"provisioned": [{**UNITS, "model_id": CUSTOM}]}},
            {},
            ["provisioned[0].base_model_id is missing"],
        ),
        ({"bedrock": {"provisioned": [{**UNITS, "base_model_id": "a.b"}]}}, {}, ["is set for a foundation model"]),
    ],
)
def test_what_does_not_go_together_is_told(
    capacity: dict[str, Any], inference: dict[str, Any], texts: list[str]
) -> None:
    told = refused(capacity, **inference)
    assert all(text in told for text in texts), told


def test_a_unit_follows_one_clock() -> None:
    hours = {"business_min": 1, "business_max": 2, "off_hours_min": 1, "off_hours_max": 1}
    raw = {
        **raw_settings(realtime=ON),
        "cost": {"schedules": {"enabled": True, "realtime": hours}},
        "capacity": {"enabled": True, "realtime": {"schedules": [{**DAY, "min": 1, "max": 2}]}},
    }
    with pytest.raises(SettingsError, match=r"moves the bounds that cost\.schedules\.realtime moves too"):
        parse(raw, stack="test")


@pytest.mark.parametrize(
    ("capacity", "path"),
    [
        (endpoint(min=0), "endpoints[0].min = 0"),
        (endpoint(name="-digits"), "endpoints[0].name"),
        (endpoint(variant="a" * 64), "endpoints[0].variant"),
        (endpoint(instance_type="m5.large"), "endpoints[0].instance_type"),
        (endpoint(concurrent_requests=0), "endpoints[0].concurrent_requests = 0"),
        (endpoint(concurrent_requests=float("nan")), "endpoints[0].concurrent_requests"),
        (endpoint(concurrent_requests=float("inf")), "endpoints[0].concurrent_requests"),
        (endpoint(latency={"steps": []}), "endpoints[0].latency.steps"),
        (endpoint(latency={"statistic": "p99"}), "endpoints[0].latency.statistic"),
        (endpoint(scale_in_cooldown_seconds=-1), "endpoints[0].scale_in_cooldown_seconds"),
        (endpoint(schedules=[{key: DAY[key] for key in DAY if key != "timezone"}]), "schedules[0].timezone: missing"),
        ({"bedrock": {"provisioned": [{**UNITS, "commitment": "NoCommitment"}]}}, "provisioned[0].commitment"),
        ({"bedrock": {"provisioned": [{**UNITS, "accept_monthly_usd": float("nan")}]}}, "accept_monthly_usd"),
        ({"bedrock": {"provisioned": [{"name": "a", "model_id": "a.b"}]}}, "accept_monthly_usd: missing"),
        ({"bedrock": {"provisioned": [{**UNITS, "units": 0}]}}, "provisioned[0].units = 0"),
        ({"bedrock": {"provisioned": [{**UNITS, "model_id": "arn:aws:s3:::bucket"}]}}, "provisioned[0].model_id"),
        ({"bedrock": {"provisioned": [{**UNITS, "name": "a--b"}]}}, "provisioned[0].name"),
        ({"bedrock": {"profiles": [{"name": "a", "source": "not a model"}]}}, "profiles[0].source"),
        ({"lambda_concurrency": {"unreserved": 99}}, "lambda_concurrency.unreserved = 99"),
    ],
)
def test_a_value_that_aws_would_refuse_is_refused(capacity: dict[str, Any], path: str) -> None:
    assert path in refused(capacity)


def test_the_examples_of_the_page_are_accepted() -> None:
    page = (CHECKOUT / "docs" / "capacity.md").read_text(encoding="utf-8")
    scaling, units, profiles, functions = (
        yaml.safe_load(dedent(block)) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    )
    capacity = {**scaling["inference-platform:capacity"], **units, **functions}
    capacity["bedrock"] |= profiles
    raw = {**raw_settings(realtime={"enabled": True, "max_instances": 6}), "capacity": capacity}
    settings = parse(raw, stack="test")
    assert settings.capacity.enabled
    assert plan_capacity(settings, "us-east-1", date(2026, 11, 26)).throughput
