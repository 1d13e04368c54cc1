"""The gate: a better model never fails where a worse one passes, and what is unknown never passes."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training.gate import judge
from domain.training.plan import GatePlan
from domain.training.scores import ERRORS

SHARE = st.floats(0, 1)
NAMES = ("accuracy", "f1", "log_loss")
MEASURED = st.fixed_dictionaries(dict.fromkeys(NAMES, SHARE))


@given(MEASURED, MEASURED, MEASURED, SHARE, st.fixed_dictionaries(dict.fromkeys(NAMES, SHARE)), st.booleans())
def test_better_never_fails_where_worse_passes(
    metrics: dict[str, float],
    limits: dict[str, float],
    baseline: dict[str, float],
    max_drop: float,
    gains: dict[str, float],
    compared: bool,
) -> None:
    gate = GatePlan(limits, max_drop)
    better = {name: value + (-gains[name] if name in ERRORS else gains[name]) for name, value in metrics.items()}
    served = baseline if compared else None
    if judge(metrics, served, gate).passed:
        assert judge(better, served, gate).passed


@given(MEASURED, st.sampled_from(NAMES), st.sampled_from([None, math.nan, math.inf, -math.inf, "0.99", True]))
def test_a_metric_that_is_missing_or_no_number_fails(metrics: dict[str, Any], name: str, value: Any) -> None:
    gate = GatePlan(dict.fromkeys(NAMES, -1.0) | {"log_loss": 2.0}, 1.0)
    assert judge(metrics, None, gate).passed
    broken = {**metrics, name: value} if value is not None else {key: metrics[key] for key in NAMES if key != name}
    verdict = judge(broken, None, gate)
    assert not verdict.passed
    assert len(verdict.reasons) == 1
    assert verdict.reasons[0].startswith(f"{name} was not measured")


@given(MEASURED)
def test_a_verdict_always_has_its_reasons(metrics: dict[str, float]) -> None:
    for limits in ({"accuracy": 0.5}, {"accuracy": 2.0}, {}):
        verdict = judge(metrics, metrics, GatePlan(limits))
        assert verdict.reasons
        assert verdict.passed is (limits == {"accuracy": 0.5} and metrics["accuracy"] >= 0.5 - 1e-9)


def test_the_limit_itself_passes_and_errors_have_a_maximum() -> None:
    assert judge({"accuracy": 0.9}, None, GatePlan({"accuracy": 0.9})).passed
    assert judge({"rmse": 2.0}, None, GatePlan({"rmse": 2.0})).passed
    assert not judge({"rmse": 2.1}, None, GatePlan({"rmse": 2.0})).passed


def test_a_drop_within_the_tolerance_passes_and_a_larger_one_says_both_values() -> None:
    gate = GatePlan({"accuracy": 0.5, "rmse": 9.0}, 0.01)
    served = {"accuracy": 0.91, "rmse": 1.0}
    assert judge({"accuracy": 0.9, "rmse": 1.01}, served, gate).passed
    verdict = judge({"accuracy": 0.89, "rmse": 1.5}, served, gate)
    assert verdict.reasons == (
        "accuracy is 0.89, 0.91 for the model in service; accepted: at least 0.9",
        "rmse is 1.5, 1 for the model in service; accepted: at most 1.01",
    )


def test_a_baseline_that_was_not_measured_fails() -> None:
    verdict = judge({"accuracy": 0.99}, {"f1": 1.0}, GatePlan({"accuracy": 0.9}))
    assert "model in service was not measured" in verdict.reasons[0]


def test_a_gate_without_metrics_fails() -> None:
    assert not judge({"accuracy": 1.0}, None, GatePlan({})).passed


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_less_is_better_for_errors(name: str) -> None:
    assert judge({name: 0.1}, {name: 0.2}, GatePlan({name: 0.3}, 0)).passed
    assert not judge({name: 0.25}, {name: 0.2}, GatePlan({name: 0.3}, 0)).passed
