"""Environment and event of the evaluator."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.switching import SwitchRules
from domain.switching.utilization import of_instances, utilization_json
from lambdas.errors import InvalidEnvironmentError, InvalidEventError
from lambdas.switch_patterns.request import Request, parse
from lambdas.switch_patterns.settings import VARIABLES, Settings

SERVED = {"pattern": "sagemaker_realtime", "kind": "endpoint", "endpoint": "digits"}
REST = {"timeout_ms": 1000, "content_types": [], "max_bytes": 1000, "cost": None}
GOOD = {
    "PLATFORM_ENVIRONMENT": "test",
    "PATTERNS": json.dumps([{**SERVED, **REST}]),
    "RULES": SwitchRules(("sagemaker_realtime",)).to_json(),
    "SWITCH_TABLE": "switch",
    "WINDOW_SECONDS": "120",
    "PERIOD_SECONDS": "10",
    "UTILIZATION": utilization_json({"sagemaker_realtime": of_instances("digits", "primary", 2)}),
    "PROBE": json.dumps({"content_type": "image/png", "body_base64": "ZGlnaXQ="}),
    "PROBES": "3",
    "DECISION_TTL_DAYS": "30",
}


def test_every_variable_is_read() -> None:
    assert set(GOOD) == set(VARIABLES)
    found = Settings.from_env(GOOD)
    assert (found.window_s, found.period_s, found.probes, found.decision_ttl_days) == (120, 10, 3, 30)
    assert found.probe is not None
    assert (found.probe.content_type, found.probe.body) == ("image/png", b"digit")
    assert found.utilization["sagemaker_realtime"].full == 200
    assert found.rules.home == found.patterns[0].pattern


def test_utilization_may_be_left_out_and_the_probe_be_empty() -> None:
    given = {name: value for name, value in GOOD.items() if name != "UTILIZATION"}
    found = Settings.from_env({**given, "PROBE": "{}"})
    assert (found.probe, found.utilization) == (None, {})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PATTERNS", "[]", "at least one entry"),
        ("PATTERNS", json.dumps([{**SERVED, **REST, "kind": "telepathy"}]), "telepathy"),
        ("RULES", '{"order": []}', "order"),
        ("RULES", '{"order": ["sagemaker_realtime"], "dwell_s": NaN}', "dwell_s"),
        ("RULES", "nonsense", "RULES"),
        ("RULES", '{"order": ["lambda_on_demand"]}', "the same patterns"),
        ("RULES", '{"order": ["sagemaker_realtime"], "limits": {"stale_s": 60}}', "longer than health keeps"),
        ("WINDOW_SECONDS", "90", "whole minutes"),
        ("WINDOW_SECONDS", "0", "whole minutes"),
        ("WINDOW_SECONDS", "15", "or one of 10, 20, 30"),
        ("WINDOW_SECONDS", "7200", "whole minutes"),
        ("PERIOD_SECONDS", "15", "one of 1, 5, 10"),
        ("PERIOD_SECONDS", "ten", "one of 1, 5, 10"),
        ("UTILIZATION", '{"sagemaker_realtime": 1}', "UTILIZATION"),
        ("PROBE", '{"content_type": "image/png"}', "PROBE"),
        ("PROBE", '{"content_type": "png", "body_base64": "ZGlnaXQ="}', "PROBE"),
        ("PROBE", '{"content_type": "image/png", "body_base64": "*"}', "PROBE"),
        ("PROBE", '{"content_type": "image/png", "body_base64": ""}', "PROBE"),
        ("PROBE", "", "PROBE is missing"),
        ("PROBES", "21", "from 0 to 20"),
        ("PROBES", "-1", "from 0 to 20"),
        ("DECISION_TTL_DAYS", "0", "from 1 to 365"),
    ],
)
def test_a_value_that_is_not_accepted_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(InvalidEnvironmentError, match=said) as raised:
        Settings.from_env({**GOOD, name: value})
    assert name in str(raised.value)


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(InvalidEnvironmentError) as raised:
        Settings.from_env({})
    assert all(name in str(raised.value) for name in VARIABLES if name != "UTILIZATION")


@pytest.mark.parametrize(("event", "dry_run"), [({}, False), ({"dry_run": True}, True), ({"dry_run": None}, False)])
def test_an_empty_event_is_a_look_that_counts(event: dict[str, Any], dry_run: bool) -> None:
    assert parse(event) == Request(dry_run)


@pytest.mark.parametrize("event", [{"dryrun": True}, {"dry_run": "yes"}, {"dry_run": 1}, [], None])
def test_an_event_with_anything_else_is_refused(event: Any) -> None:
    with pytest.raises(InvalidEventError):
        parse(event)
