"""Rules, states, weights and utilization as text, and what is refused of them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.switching import Limits, SwitchRules, parse_rules, parse_state
from domain.switching.utilization import (
    UtilizationMetric,
    of_component,
    of_instances,
    of_provisioned_concurrency,
    of_reserved_concurrency,
    of_serverless,
    parse_utilization,
    utilization_json,
)
from domain.switching.weights import UNITS, apportion, check_weights
from tests.domain.switching.switch_cases import RULES, A, B, run

STATE = json.loads(run([{}, {A: {"p99_ms": 4000.0}}])[-1].state.to_json())


def test_rules_are_read_as_they_were_written() -> None:
    rules = SwitchRules((B, A), limits=Limits(p99_ms=100.0), return_shares=(), margin=0.0)
    assert parse_rules(rules.to_json()) == rules
    assert parse_rules(json.dumps({"order": list(RULES.order)})) == RULES


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"order": ()}, "order"),
        ({"order": (A, A)}, "order"),
        ({"order": (A, "")}, "order"),
        ({"dwell_s": -1}, "dwell_s"),
        ({"dwell_s": float("nan")}, "dwell_s"),
        ({"return_after_s": float("inf")}, "return_after_s"),
        ({"return_step_s": 0}, "return_step_s"),
        ({"standby_share": 1.0}, "standby_share"),
        ({"margin": 1}, "margin"),
        ({"skew_s": -0.1}, "skew_s"),
        ({"return_shares": (0.5, 0.25)}, "return_shares"),
        ({"return_shares": (0.0,)}, "return_shares"),
        ({"return_shares": (0.96,)}, "return_shares"),
        ({"return_shares": [0.5]}, "return_shares"),
    ],
)
def test_rules_that_cannot_hold_are_refused(changed: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        SwitchRules(**{"order": RULES.order, **changed})


@pytest.mark.parametrize("field", ["p99_ms", "error_rate", "utilization", "stale_s", "outage_error_rate"])
@pytest.mark.parametrize("value", [0, -1.0, float("nan"), True])
def test_limits_are_positive_numbers(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=field):
        Limits(**{field: value})


@pytest.mark.parametrize("outage", [0.05, 0.01, 1.01])
def test_an_outage_is_more_than_degraded(outage: float) -> None:
    with pytest.raises(ValueError, match="outage_error_rate"):
        Limits(outage_error_rate=outage)


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        ("[]", "the rules"),
        ("{}", "order"),
        ('{"order": "a"}', "order"),
        ('{"order": ["a"], "dwel": 1}', "dwell_s"),
        ('{"order": ["a"], "limits": {"p99": 1}}', "p99_ms"),
        ('{"order": ["a"], "limits": 5}', "limits"),
        ('{"order": ["a"], "return_shares": 1}', "return_shares"),
        ("nonsense", "Expecting value"),
    ],
)
def test_text_that_is_no_rules_is_refused(raw: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse_rules(raw)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weights", {A: 0.5}),
        ("weights", {A: 1.5, B: -0.5}),
        ("weights", [1]),
        ("order", [A, A, B]),
        ("order", [A]),
        ("order", "a"),
        ("mode", "fine"),
        ("version", 0),
        ("version", True),
        ("primary", ""),
        ("reason", None),
        ("since_s", "now"),
        ("switched_s", -1),
        ("heard", {A: "x"}),
        ("exceeded", [1]),
    ],
)
def test_a_state_that_is_none_is_refused_by_its_field(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=field):
        parse_state(json.dumps({**STATE, field: value}))


@pytest.mark.parametrize("raw", ["[]", "{}", json.dumps({**STATE, "colour": 1})])
def test_a_state_with_other_fields_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match="a JSON object with exactly"):
        parse_state(raw)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(lambda parts: sum(parts) > 0.01))
def test_weights_are_near_their_shares_and_exactly_one(parts: list[float]) -> None:
    shares = {str(at): part / sum(parts) for at, part in enumerate(parts)}
    weights = apportion(shares)
    assert sum(weights.values()) == sum(reversed(weights.values())) == 1
    assert all(abs(weights[name] - share) < 1 / UNITS for name, share in shares.items())
    assert all(weights[name] == 0 for name, share in shares.items() if share == 0)


@pytest.mark.parametrize("shares", [{"a": 0.5}, {"a": 1.5, "b": -0.5}, {"a": float("nan")}])
def test_shares_that_are_not_one_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="shares"):
        apportion(shares)


def test_weights_that_are_not_one_are_refused() -> None:
    check_weights({"a": 0.25, "b": 0.75})
    with pytest.raises(ValueError, match="exactly 1"):
        check_weights({"a": 0.7, "b": 0.2, "c": 0.1})


def test_utilization_is_read_as_it_was_written() -> None:
    metrics = {
        "sagemaker_realtime": of_instances("digits", "primary", 2),
        "sagemaker_serverless": of_serverless("digits-less", "primary"),
        "inference_components": of_component("digits-copy"),
        "lambda_on_demand": of_provisioned_concurrency("predict", "live"),
        "another": of_reserved_concurrency("predict", 50),
    }
    assert parse_utilization(json.loads(utilization_json(metrics))) == metrics
    assert [one.full for one in metrics.values()] == [200, 1, 100, 1, 50]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"namespace": ""}, "namespace"),
        ({"dimensions": {}}, "dimensions"),
        ({"dimensions": {"EndpointName": ""}}, "EndpointName"),
        ({"statistic": "Sum"}, "statistic"),
        ({"full": 0}, "full"),
        ({"full": float("nan")}, "full"),
    ],
)
def test_a_metric_that_cannot_be_asked_for_is_refused(changed: dict[str, Any], named: str) -> None:
    given = {"namespace": "n", "metric": "m", "dimensions": {"d": "v"}, "statistic": "Average", "full": 1.0}
    with pytest.raises(ValueError, match=named):
        UtilizationMetric(**{**given, **changed})


def test_a_metric_with_other_fields_is_refused_with_its_pattern() -> None:
    with pytest.raises(ValueError, match=r"utilization\.sagemaker_realtime"):
        parse_utilization({"sagemaker_realtime": {"metric": "CPUUtilization"}})
    with pytest.raises(ValueError, match="vcpus"):
        of_instances("digits", "primary", 0)
