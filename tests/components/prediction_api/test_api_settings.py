"""Rules over the settings of HTTP predictions: what clashes, and what to change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from components.settings import Settings, SettingsError, parse
from components.settings.prediction_api_rules import RULES
from domain.slo import WINDOWS, Objective
from tests.components.prediction_api.support import CERTIFICATE, POOL

BASE: dict[str, Any] = {"environment": "staging"}


def parsed(**api: Any) -> Settings:
    return parse({**BASE, "prediction_api": {"enabled": True, "model": "digits", **api}}, stack="test")


def refused(**api: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        parsed(**api)
    return str(caught.value)


def test_the_smallest_stack_file_is_accepted() -> None:
    settings = parsed()
    assert settings.needs_foundation
    assert settings.any_theme_enabled
    assert settings.prediction_api.access.authorization == "iam"


def test_off_by_default_and_then_nothing_is_asked() -> None:
    assert not parse({}, stack="test").prediction_api.enabled


def test_a_model_is_named_or_trained() -> None:
    assert "prediction_api.model is missing; requests that name no model" in refused(model=None)


@pytest.mark.parametrize("model", ["Digits", "d", "../x", "a" * 33])
def test_a_models_name_is_one(model: str) -> None:
    assert "prediction_api.model" in refused(model=model)


CLASHES: list[tuple[dict[str, Any], str]] = [
    ({"access": {"authorization": "cognito"}}, "access.user_pool_arns is empty; cognito needs at least one user pool"),
    ({"access": {"user_pool_arns": [POOL]}}, "access.authorization is iam, but user_pool_arns is set"),
    ({"access": {"scopes": ["a/b"]}}, "access.authorization is iam, but scopes is set; accepted: cognito"),
    ({"access": {"allowed_cidrs": ["203.0.113.1/24"]}}, "access.allowed_cidrs has '203.0.113.1/24'"),
    ({"access": {"allowed_cidrs": ["home"]}}, "access.allowed_cidrs has 'home'"),
    (
        {"access": {"allowed_cidrs": ["10.0.0.0/8"], "vpc_endpoint_ids": ["vpce-0123456789abcdef0"]}},
        "access.allowed_cidrs is set beside vpc_endpoint_ids",
    ),
    (
        {
            "access": {"vpc_endpoint_ids": ["vpce-0123456789abcdef0"]},
            "domain": {"name": "a.example.com", "certificate_arn": CERTIFICATE},
        },
        "domain.name is set for a private API",
    ),
    ({"throttle": {"burst": 26}}, "throttle.burst is 26; accepted: 1 to function.reserved_concurrency = 25"),
    (
        {"throttle": {"requests_per_second": 100.0}},
        "throttle.requests_per_second is 100, which at slo.latency_ms = 400 is 40 calls at one time",
    ),
    ({"usage_plan": {"burst": 21}}, "usage_plan.burst is 21; accepted: up to throttle.burst = 20"),
    (
        {"usage_plan": {"requests_per_second": 51.0}},
        "usage_plan.requests_per_second is 51; accepted: up to throttle.requests_per_second = 50",
    ),
    (
        {"function": {"provisioned_concurrency": 2, "max_provisioned_concurrency": 1}},
        "function.provisioned_concurrency is 2; accepted: 0 to max_provisioned_concurrency = 1",
    ),
    (
        {"function": {"max_provisioned_concurrency": 26}},
        "function.max_provisioned_concurrency is 26; accepted: at most reserved_concurrency = 25",
    ),
    (
        {"function": {"max_provisioned_concurrency": 1, "snap_start": True}},
        "function.snap_start is true beside provisioned concurrency; Lambda allows one",
    ),
    (
        {"function": {"max_provisioned_concurrency": 1}, "rollout": {"kind": "canary"}},
        "function.max_provisioned_concurrency is 1, but prediction_api.rollout.kind shifts shares",
    ),
    (
        {"function": {"max_provisioned_concurrency": 1}, "split": {"version": "3"}},
        "function.max_provisioned_concurrency is 1, but prediction_api.split.version shifts shares",
    ),
    (
        {"split": {"version": "3"}, "rollout": {"kind": "linear"}},
        "split.version is set, but rollout.kind is linear",
    ),
    ({"function": {"cache_mb": 513}}, "function.cache_mb is 513; accepted: at most half of memory_mb = 1024"),
    ({"domain": {"name": "a.example.com"}}, "domain.certificate_arn is missing"),
    ({"domain": {"zone_id": "Z1"}}, "domain.name is missing; zone_id is set"),
    ({"domain": {"base_path": "ml"}}, "domain.name is missing; base_path is set"),
]


@pytest.mark.parametrize(("api", "message"), CLASHES)
def test_what_clashes_names_both_and_what_is_accepted(api: dict[str, Any], message: str) -> None:
    assert f"prediction_api.{message}" in refused(**api)


def test_results_live_no_longer_than_the_bucket_keeps_them() -> None:
    raw = {
        **BASE,
        "foundation": {"run_retention_days": 1},
        "prediction_api": {"enabled": True, "model": "digits", "asynchronous": {"retention_hours": 25}},
    }
    with pytest.raises(SettingsError, match=r"asynchronous\.retention_hours is 25; accepted: at most 24"):
        parse(raw, stack="test")


@pytest.mark.parametrize(
    ("api", "accepted"),
    [
        ({"access": {"authorization": "none"}}, "one of iam, cognito, api-key"),
        ({"throttle": {"burst": 0}}, "whole number, 1 to 5000"),
        ({"function": {"timeout_seconds": 30}}, "whole number, 3 to 29"),
        ({"split": {"version": "$LATEST"}}, "text like 7"),
        ({"split": {"version": "3", "weight": 1.0}}, "number, above 0, at most 0.99"),
        ({"rollout": {"percent": 100}}, "whole number, 1 to 99"),
        ({"slo": {"availability": 1.0}}, "number, 0.95 to 0.99999"),
        ({"web_acl_arn": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b"}, "text like arn:aws:wafv2"),
    ],
)
def test_values_out_of_range_say_what_is_accepted(api: dict[str, Any], accepted: str) -> None:
    assert accepted in refused(**api)


@given(
    rate=st.floats(0.1, 10_000),
    burst=st.integers(1, 5000),
    reserved=st.integers(0, 10_000),
    fast=st.integers(1, 29_000),
)
def test_what_the_api_lets_in_the_function_can_work_on(rate: float, burst: int, reserved: int, fast: int) -> None:
    """Accepted settings hold Little's law: the gateway's 429 comes before Lambda's refusal."""
    raw = {
        "enabled": True,
        "model": "digits",
        "throttle": {"requests_per_second": rate, "burst": burst},
        "usage_plan": {"requests_per_second": min(rate, 10.0), "burst": min(burst, 10)},
        "function": {"reserved_concurrency": reserved},
        "slo": {"latency_ms": fast},
    }
    settings = Settings.model_validate({**BASE, "prediction_api": raw})
    clashes = [clash for rule in RULES for clash in rule(settings)]
    assume(not clashes)
    assert not reserved or burst <= reserved
    assert not reserved or rate * fast / 1000 <= reserved


@given(st.floats(0.95, 0.99999))
def test_every_objective_that_can_be_set_has_alarms_that_can_be_raised(target: float) -> None:
    for window in WINDOWS:
        assert 0 < Objective(target).failure_share(window) < 1
