"""The switcher for one process."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.switching import DEFAULT_ORDER, DynamicPatternSwitcher, PatternHealth
from domain.patterns import SYNCHRONOUS, Pattern
from domain.switching import Limits, Mode, SwitchRules

NOW = 1_000_000.0
PROVISIONED, ON_DEMAND, REALTIME = "bedrock_provisioned", "bedrock_on_demand", "sagemaker_realtime"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def health(pattern: str, now: float = NOW, **changed: Any) -> PatternHealth:
    good = {"is_available": True, "p50_ms": 100.0, "p99_ms": 600.0, "error_rate": 0.001, "capacity_utilization": 0.5}
    return PatternHealth(pattern=pattern, last_updated=now, **{**good, **changed})


def switcher(*healths: PatternHealth, **given: Any) -> DynamicPatternSwitcher:
    made = DynamicPatternSwitcher(clock=given.pop("clock", lambda: NOW), **given)
    for one in healths:
        made.update_health(one)
    return made


def test_every_synchronous_pattern_is_in_the_default_order() -> None:
    assert set(DEFAULT_ORDER) == {one.value for one in SYNCHRONOUS}
    assert Pattern.SAGEMAKER_ASYNC not in DEFAULT_ORDER
    assert DynamicPatternSwitcher().primary == PROVISIONED


def test_a_healthy_primary_stays() -> None:
    made = switcher(health(PROVISIONED), health(ON_DEMAND))
    assert made.evaluate_and_switch() is None
    assert made.get_routing_weights()[PROVISIONED] == pytest.approx(0.95, abs=1e-3)


@pytest.mark.parametrize(
    "changed", [{"is_available": False}, {"p99_ms": 2501.0}, {"error_rate": 0.06}, {"capacity_utilization": 0.86}]
)
def test_a_degraded_primary_is_left_and_gets_nothing(changed: dict[str, Any]) -> None:
    made = switcher(health(PROVISIONED, **changed), health(ON_DEMAND), health(REALTIME))
    assert made.evaluate_and_switch() == ON_DEMAND == made.primary
    weights = made.get_routing_weights()
    assert weights[PROVISIONED] == 0
    assert sum(weights.values()) == 1
    assert made.history[-1].previous is None
    assert PROVISIONED in made.history[-1].reason


def test_a_candidate_that_is_slow_is_passed_over() -> None:
    made = switcher(health(PROVISIONED, is_available=False), health(ON_DEMAND, p99_ms=9000.0), health(REALTIME))
    assert made.evaluate_and_switch() == REALTIME


def test_stale_health_is_not_health() -> None:
    made = switcher(health(PROVISIONED, is_available=False), health(ON_DEMAND, NOW - 181), health(REALTIME))
    assert made.evaluate_and_switch() == REALTIME


def test_nothing_healthy_is_an_answer_too() -> None:
    made = switcher(health(PROVISIONED, p99_ms=9000.0), health(ON_DEMAND, error_rate=0.2))
    assert made.evaluate_and_switch() is None
    assert made.state is not None
    assert (made.primary, made.state.mode) == (PROVISIONED, Mode.NONE_HEALTHY)
    assert made.get_routing_weights()[PROVISIONED] == 1


def test_health_may_not_go_back_in_time_nor_be_of_a_stranger() -> None:
    made = switcher(health(PROVISIONED))
    made.update_health(health(PROVISIONED))
    with pytest.raises(ValueError, match="time does not go back"):
        made.update_health(health(PROVISIONED, NOW - 1))
    with pytest.raises(ValueError, match=r"bedrock_ondemand_haiku.*one of bedrock_provisioned"):
        made.update_health(health("bedrock_ondemand_haiku"))


def test_names_and_thresholds_are_the_callers() -> None:
    made = switcher(
        health("fast", p99_ms=200.0),
        health("cheap", p99_ms=90.0),
        latency_threshold_ms=100,
        error_rate_threshold=0.6,
        capacity_threshold=0.9,
        order=["fast", "cheap"],
    )
    assert made.evaluate_and_switch() == "cheap"


def test_asking_for_weights_changes_nothing() -> None:
    made = switcher(health(PROVISIONED, is_available=False), health(ON_DEMAND))
    assert made.get_routing_weights()[PROVISIONED] == 0
    assert (made.primary, made.state, made.history) == (PROVISIONED, None, ())


def test_rules_come_alone() -> None:
    rules = SwitchRules(("a", "b"), limits=Limits(p99_ms=10.0))
    assert DynamicPatternSwitcher(rules=rules).primary == "a"
    with pytest.raises(ValueError, match="rules"):
        DynamicPatternSwitcher(100.0, rules=rules)


@pytest.mark.parametrize(
    "given",
    [
        {"latency_threshold_ms": float("nan")},
        {"latency_threshold_ms": 0},
        {"error_rate_threshold": 1.0},
        {"error_rate_threshold": -0.1},
        {"capacity_threshold": float("inf")},
        {"order": []},
        {"order": ["a", "a"]},
    ],
)
def test_thresholds_that_are_none_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        DynamicPatternSwitcher(**given)


@given(st.lists(st.floats(2030, 3200), min_size=2, max_size=40))
def test_latency_around_its_limit_switches_at_most_once(latencies: list[float]) -> None:
    clock, switches = Clock(), 0
    made = DynamicPatternSwitcher(clock=clock)
    for latency in latencies:
        clock.now += 30
        made.update_health(health(PROVISIONED, clock.now, p99_ms=latency))
        made.update_health(health(ON_DEMAND, clock.now))
        switches += made.evaluate_and_switch() is not None
    assert switches <= 1
