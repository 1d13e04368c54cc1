"""Rules over the settings of the switch: what clashes, and what to change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.settings import Settings, SettingsError, parse
from components.settings.switching_rules import RULES
from components.switching.functions import rules
from domain.switching import parse_rules
from tests.components.support.project import PROBE, raw_settings

REALTIME, SERVERLESS = {"pattern": "sagemaker_realtime"}, {"pattern": "sagemaker_serverless"}
ENDPOINTS = {name: {"enabled": True} for name in ("realtime", "serverless")}


def raw(**switching: Any) -> dict[str, Any]:
    """A stack with both endpoints and a switch between them; the arguments replace what it says."""
    theme = {"enabled": True, "patterns": [REALTIME, SERVERLESS], "probe": PROBE, **switching}
    return {**raw_settings(**ENDPOINTS), "switching": theme}


def parsed(**switching: Any) -> Settings:
    return parse(raw(**switching), stack="test")


def refused(**switching: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        parsed(**switching)
    return str(caught.value)


def test_two_endpoints_that_are_deployed_are_a_switch() -> None:
    settings = parsed()
    assert settings.switching.in_order == ("sagemaker_realtime", "sagemaker_serverless")
    assert [clash for rule in RULES for clash in rule(settings)] == []


def test_off_by_default_and_then_nothing_is_asked() -> None:
    assert not parse({}, stack="test").switching.enabled
    assert not parse({**raw(), "switching": {"patterns": [SERVERLESS]}}, stack="test").switching.enabled


CLASHES: list[tuple[dict[str, Any], str]] = [
    ({"patterns": []}, "switching.patterns has 0; accepted: 2 or more"),
    (
        {"patterns": [{**REALTIME, "content_types": ["image/png", "png"]}, SERVERLESS]},
        "switching.patterns[0].content_types has 'png'; accepted: type/subtype in lower case",
    ),
    (
        {"patterns": [{**REALTIME, "content_types": ["Image/PNG"]}, SERVERLESS]},
        "switching.patterns[0].content_types has 'Image/PNG'; accepted: type/subtype in lower case",
    ),
    ({"probe": {**PROBE, "content_type": "a png"}}, "switching.probe.content_type is 'a png'; accepted: type/subtype"),
    ({"patterns": [REALTIME]}, "switching.patterns has 1; accepted: 2 or more"),
    (
        {"patterns": [REALTIME, REALTIME]},
        "switching.patterns has sagemaker_realtime 2 times; accepted: each pattern once",
    ),
    (
        {"patterns": [REALTIME, {"pattern": "inference_components"}]},
        "inference.components.enabled is not set, but switching.patterns[1] is inference_components",
    ),
    (
        {"patterns": [REALTIME, {"pattern": "lambda_on_demand"}]},
        "prediction_api.enabled is not set, but switching.patterns[1] is lambda_on_demand",
    ),
    (
        {"patterns": [REALTIME, {"pattern": "bedrock_provisioned", "provisioned": "chat"}]},
        "capacity.bedrock.provisioned is not set, but switching.patterns[1] is bedrock_provisioned",
    ),
    (
        {"patterns": [REALTIME, {"pattern": "bedrock_on_demand", "profile": "chat"}]},
        "capacity.bedrock.profiles is not set, but switching.patterns[1] is bedrock_on_demand",
    ),
    ({"patterns": [REALTIME, {"pattern": "bedrock_on_demand"}]}, "patterns[1].model is missing or not alone"),
    (
        {"patterns": [REALTIME, {"pattern": "bedrock_on_demand", "model": "amazon.nova-lite-v1:0", "profile": "p"}]},
        "patterns[1].model is missing or not alone; bedrock_on_demand needs one of model, profile",
    ),
    (
        {"patterns": [REALTIME, {**SERVERLESS, "model": "amazon.nova-lite-v1:0"}]},
        "patterns[1].model is set, but the pattern is sagemaker_serverless; accepted: none of these options",
    ),
    (
        {"patterns": [{**REALTIME, "content_types": ["image/png"]}, {**SERVERLESS, "content_types": ["text/csv"]}]},
        "take no common content type (sagemaker_realtime image/png; sagemaker_serverless text/csv)",
    ),
    ({"probe": {}}, "switching.probe.file is missing; a pattern that no request reached is tried with a probe"),
    ({"probe": {"file": "probe.png"}}, "switching.probe.content_type is missing"),
    (
        {"patterns": [{**REALTIME, "content_types": ["text/csv"]}, SERVERLESS]},
        "switching.probe.content_type is image/png, but switching.patterns[0], sagemaker_realtime, takes text/csv",
    ),
    (
        {"patterns": [REALTIME, {**SERVERLESS, "timeout_ms": 8000}]},
        "patterns[1].timeout_ms is 8000; accepted: less than router.deadline_ms = 8000",
    ),
    (
        {"patterns": [{**REALTIME, "timeout_ms": 2000}, SERVERLESS]},
        "patterns[0].timeout_ms is 2000; accepted: more than limits.p99_ms = 2500",
    ),
    ({"router": {"deadline_ms": 9500}}, "router.deadline_ms is 9500; accepted: at most 9000"),
    ({"timing": {"dwell_seconds": 60, "every_minutes": 2}}, "dwell_seconds is 60; accepted: 120 or more"),
    (
        {"timing": {"return_after_seconds": 60, "every_minutes": 2}},
        "return_after_seconds is 60; accepted: 120 or more",
    ),
    (
        {"timing": {"return_step_seconds": 60, "every_minutes": 2}},
        "return_step_seconds is 60; accepted: 120 or more",
    ),
    ({"timing": {"stale_seconds": 100}}, "stale_seconds is 100; accepted: 120 or more: window_seconds"),
    ({"timing": {"window_seconds": 90}}, "window_seconds is 90; accepted: whole minutes"),
    ({"limits": {"error_rate": 0.5}}, "limits.outage_error_rate is 0.5; accepted: more than error_rate = 0.5"),
]


@pytest.mark.parametrize(("switching", "message"), CLASHES, ids=[message[:60] for _, message in CLASHES])
def test_what_does_not_go_together_is_refused_with_its_remedy(switching: dict[str, Any], message: str) -> None:
    text = refused(**switching)
    assert message in text
    assert "fix: pulumi config set" in text


@pytest.mark.parametrize(
    ("switching", "path"),
    [
        ({"patterns": [{"pattern": "sagemaker_async"}, REALTIME]}, "patterns[0].pattern"),
        ({"patterns": [{"pattern": "ec2"}, REALTIME]}, "patterns[0].pattern"),
        ({"patterns": [{}, REALTIME]}, "patterns[0].pattern"),
        ({"patterns": [{**REALTIME, "timeout_ms": 60_001}, SERVERLESS]}, "patterns[0].timeout_ms"),
        ({"patterns": [{"pattern": "bedrock_on_demand", "model": "nova"}, REALTIME]}, "patterns[0].model"),
        ({"limits": {"p99_ms": float("nan")}}, "limits.p99_ms"),
        ({"limits": {"error_rate": -0.1}}, "limits.error_rate"),
        ({"limits": {"utilization": 1.1}}, "limits.utilization"),
        ({"timing": {"standby_share": 0.6}}, "timing.standby_share"),
        ({"timing": {"period_seconds": 7}}, "timing.period_seconds"),
        ({"router": {"retry_budget_share": True}}, "router.retry_budget_share"),
        ({"retry": {}}, "switching.retry: unknown key"),
    ],
)
def test_a_value_out_of_its_range_is_refused_by_its_path(switching: dict[str, Any], path: str) -> None:
    assert path in refused(**switching)


@pytest.mark.parametrize(
    "model", ["amazon.nova-lite-v1:0", "us.amazon.nova-lite-v1:0", "global.anthropic.claude-sonnet-4-5-20250929-v1:0"]
)
def test_models_and_system_defined_profiles_are_named_as_aws_names_them(model: str) -> None:
    assert parsed(patterns=[{"pattern": "bedrock_on_demand", "model": model}, REALTIME]).switching.enabled


@given(
    p99_ms=st.floats(1, 2999),
    error_rate=st.floats(0.001, 0.49),
    utilization=st.floats(0.001, 1),
    margin=st.floats(0, 0.9),
    standby=st.floats(0, 0.5),
    dwell=st.integers(60, 86_400),
)
def test_whatever_is_accepted_here_is_accepted_by_the_decision(
    p99_ms: float, error_rate: float, utilization: float, margin: float, standby: float, dwell: int
) -> None:
    limits = {"p99_ms": p99_ms, "error_rate": error_rate, "utilization": utilization, "margin": margin}
    settings = parsed(limits=limits, timing={"dwell_seconds": dwell, "standby_share": standby})
    decided_by = rules(settings.switching)
    assert parse_rules(decided_by.to_json()) == decided_by
    assert decided_by.home == "sagemaker_realtime"
    assert (decided_by.limits.p99_ms, decided_by.dwell_s) == (p99_ms, dwell)
