"""What the switch decides, case by case."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.switching import Limits, Mode, PatternHealth, SwitchRules, Verdict, decide
from tests.domain.switching.switch_cases import CONDITIONS, MINUTE, RULES, START, A, B, C, health, look, run

SLOW: dict[str, Any] = {"p99_ms": 4000.0}
DOWN: dict[str, Any] = {"is_available": False}
WELL: dict[str, Any] = {}


def test_home_is_the_first_primary_and_the_standbys_share_what_is_theirs() -> None:
    found = look(None, START)
    assert (found.state.primary, found.previous, found.switched, found.state.mode) == (A, None, False, Mode.NORMAL)
    assert found.state.weights == pytest.approx({A: 0.95, B: 0.025, C: 0.025}, abs=1e-3)
    assert found.state.order == (A, B, C)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"p99_ms": 2500.1}, "p99 in ms"),
        ({"error_rate": 0.051}, "error rate"),
        ({"capacity_utilization": 0.851}, "utilization"),
        ({"is_available": False}, "unavailable"),
        ({"error_rate": 0.5}, "outage"),
    ],
)
def test_each_limit_alone_makes_the_primary_leave(changed: dict[str, Any], reason: str) -> None:
    found = run([WELL, {A: changed}])[-1]
    assert (found.switched, found.state.primary) == (True, B)
    assert reason in found.reason
    assert found.state.weights[A] == 0


@pytest.mark.parametrize("changed", [{"p99_ms": 2500.0}, {"error_rate": 0.05}, {"capacity_utilization": 0.85}])
def test_a_value_at_its_limit_is_within(changed: dict[str, Any]) -> None:
    assert run([WELL, {A: changed}])[-1].explanation[0].verdict is Verdict.HEALTHY


@pytest.mark.parametrize("changed", [SLOW, {"error_rate": 0.2}, {"capacity_utilization": 0.95}, DOWN, None])
def test_a_candidate_has_to_pass_the_same_limits(changed: dict[str, Any] | None) -> None:
    assert run([WELL, {A: SLOW, B: changed}])[-1].state.primary == C


def test_without_history_nothing_dwells() -> None:
    found = look(None, START, **{A: SLOW})
    assert (found.switched, found.state.primary) == (True, B)


def test_a_slow_primary_is_kept_for_the_dwell_and_a_dead_one_is_not() -> None:
    slow = run([WELL, {A: SLOW}, *[{A: SLOW, B: SLOW}] * 6])
    assert [found.state.primary for found in slow] == [A, B, B, B, B, B, C, C]
    assert slow[2].state.mode is Mode.DEGRADED
    assert slow[2].state.weights[B] > 0.9
    dead = run([WELL, {A: SLOW}, {A: SLOW, B: DOWN}])
    assert [found.state.primary for found in dead] == [A, B, C]


def test_what_was_left_rests_and_yet_answers_while_nothing_else_does() -> None:
    found = run([WELL, {A: DOWN, C: DOWN}, {B: DOWN, C: DOWN}])[-1]
    assert (found.state.primary, found.state.mode, found.switched) == (B, Mode.DEGRADED, False)
    assert found.state.weights == {A: 1.0, B: 0.0, C: 0.0}
    assert found.state.order == (A, C, B)


def test_traffic_returns_in_steps_after_an_unbroken_time_of_health() -> None:
    decisions = run([{A: DOWN}, *[WELL] * 16])
    shares = [round(found.state.weights[A], 2) for found in decisions]
    # Ten minutes of health, two steps of two minutes each, and home again.
    assert shares == [0.0, *[0.03] * 10, 0.25, 0.25, 0.5, 0.5, 0.95, 0.95]
    assert [found.state.mode for found in decisions[11:15]] == [Mode.RETURNING] * 4
    assert (decisions[15].switched, decisions[15].state.primary) == (True, A)


def test_a_break_starts_the_wait_anew() -> None:
    decisions = run([{A: DOWN}, *[WELL] * 9, {A: SLOW}, *[WELL] * 10])
    assert {found.state.primary for found in decisions} == {B}
    assert all(found.state.mode is Mode.NORMAL for found in decisions)


def test_a_break_during_the_return_takes_the_traffic_back() -> None:
    found = run([{A: DOWN}, *[WELL] * 12, {A: SLOW}])[-1]
    assert (found.state.primary, found.state.weights[A]) == (B, 0)


def test_a_gap_between_looks_is_no_unbroken_health() -> None:
    before = run([{A: DOWN}, *[WELL] * 9])[-1]
    later = look(before, START + 3600)
    assert (later.state.primary, later.state.mode) == (B, Mode.NORMAL)


def test_a_return_without_steps_is_at_once() -> None:
    rules = replace(RULES, return_shares=())
    decisions = run([{A: DOWN}, *[WELL] * 11], rules)
    assert [found.state.primary for found in decisions[-2:]] == [B, A]


def test_what_passed_a_limit_has_to_clear_it_by_the_margin() -> None:
    near = {"p99_ms": 2300.0}
    decisions = run([WELL, {A: SLOW}, *[{A: near}] * 40])
    assert decisions[-1].state.primary == B
    assert decisions[-1].explanation[0].verdict is Verdict.RECOVERING
    assert decisions[-1].state.weights[A] == 0
    assert A in decisions[-1].healthy
    cleared = look(decisions[-1], START + 43 * MINUTE, **{A: {"p99_ms": 2000.0}})
    assert cleared.explanation[0].verdict is Verdict.HEALTHY


def test_what_recovers_is_no_candidate() -> None:
    near: dict[str, Any] = {"p99_ms": 2300.0}
    assert run([{B: SLOW}, {A: SLOW, B: near}])[-1].state.primary == C
    alone = run([{B: SLOW, C: SLOW}, {A: SLOW, B: near, C: SLOW}])[-1]
    assert (alone.state.primary, alone.state.mode, alone.healthy) == (A, Mode.DEGRADED, (B,))


def test_a_pattern_that_works_near_a_limit_and_never_passed_it_is_a_candidate() -> None:
    assert run([WELL, {A: SLOW, B: {"capacity_utilization": 0.8}}])[-1].state.primary == B


def test_nothing_healthy_stays_and_says_so() -> None:
    found = run([WELL, {A: SLOW, B: SLOW, C: {"error_rate": 0.2}}])[-1]
    assert (found.state.primary, found.state.mode, found.healthy) == (A, Mode.NONE_HEALTHY, ())
    assert found.state.weights == {A: 1.0, B: 0.0, C: 0.0}


def test_nothing_healthy_and_the_primary_down_goes_to_the_least_bad() -> None:
    found = run([WELL, {A: DOWN, B: {"error_rate": 0.3}, C: {"error_rate": 0.2}}])[-1]
    assert (found.state.primary, found.state.mode, found.switched) == (C, Mode.NONE_HEALTHY, True)
    unknown = run([WELL, {A: DOWN, B: None, C: DOWN}])[-1]
    assert unknown.state.primary == B
    dead = run([WELL, {A: DOWN, B: DOWN, C: DOWN}])[-1]
    assert (dead.state.primary, dead.state.weights[A]) == (A, 1)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (None, "nothing is known"),
        ({"last_updated": START - 200}, "stale"),
        ({"last_updated": START + 1000}, "future"),
        ({"p99_ms": None}, "no call"),
        ({"error_rate": None}, "no call"),
    ],
)
def test_what_is_no_news_is_unknown_and_never_a_candidate(changed: dict[str, Any] | None, said: str) -> None:
    found = look(None, START, **{A: DOWN, B: changed})
    assert found.explanation[1].verdict is Verdict.UNKNOWN
    assert said in found.explanation[1].reasons[0]
    assert (found.state.primary, found.state.weights[B]) == (C, 0)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"p99_ms": None, "error_rate": 0.3}, "error rate 0.3 is above 0.05"),
        ({"error_rate": None, "p99_ms": 4000.0}, "p99 in ms 4000 is above 2500"),
        ({"error_rate": None, "p99_ms": None, "capacity_utilization": 0.95}, "utilization 0.95 is above 0.85"),
    ],
)
def test_what_is_past_a_limit_is_degraded_whatever_else_is_not_known(known: dict[str, Any], said: str) -> None:
    found = look(look(None, START), START + 60, **{A: known})
    assert (found.explanation[0].verdict, found.explanation[0].reasons) == (Verdict.DEGRADED, (said,))
    assert said in found.reason
    assert found.state.exceeded == (A,), "so the margin holds before it is a candidate again"


def test_health_that_goes_back_in_time_says_nothing() -> None:
    found = look(look(None, START), START + 1, **{A: DOWN, B: {"last_updated": START - 30}})
    assert found.explanation[1].verdict is Verdict.UNKNOWN
    assert "back in time, by 30 s" in found.explanation[1].reasons[0]
    assert found.state.primary == C
    assert found.state.heard[B] == START


def test_clocks_may_differ_a_little() -> None:
    found = look(look(None, START), START + 1, **{B: {"last_updated": START - 4}, C: {"last_updated": START + 5}})
    assert [one.verdict for one in found.explanation] == [Verdict.HEALTHY] * 3


def test_a_pattern_that_is_gone_is_forgotten() -> None:
    before = run([WELL, {A: SLOW}])[-1]
    rules = SwitchRules((A, C))
    found = decide(before.state, [health(A, START + 120), health(C, START + 120)], rules, START + 120)
    assert (found.state.primary, found.previous, found.switched) == (A, B, True)
    assert B not in found.state.to_json()
    assert B not in found.state.weights


def test_one_pattern_alone_has_everything() -> None:
    rules = SwitchRules((A,))
    for changed in ({}, SLOW, DOWN, None):
        assert run([{A: changed}], rules)[-1].state.weights == {A: 1.0}


def test_a_version_that_could_not_be_read_is_gone_on_from() -> None:
    assert decide(None, [], RULES, START, version=41).state.version == 42


def test_the_record_is_plain_json_with_every_pattern_and_the_rules() -> None:
    record = json.loads(json.dumps(run([WELL, {A: SLOW, C: None}])[-1].record()))
    assert [one["pattern"] for one in record["patterns"]] == [A, B, C]
    assert record["patterns"][0]["health"]["p99_ms"] == 4000
    assert record["patterns"][2]["health"] is None
    assert json.loads(record["rules"])["dwell_s"] == 300


def test_two_healths_of_one_pattern_and_one_of_a_stranger_are_refused() -> None:
    with pytest.raises(ValueError, match="given twice"):
        decide(None, [health(A), health(A)], RULES, START)
    with pytest.raises(ValueError, match=r"elsewhere.*one of sagemaker_realtime"):
        decide(None, [health("elsewhere")], RULES, START)
    with pytest.raises(ValueError, match="now_s"):
        decide(None, [], RULES, float("nan"))


@pytest.mark.parametrize("field", ["p50_ms", "p99_ms", "error_rate", "capacity_utilization", "last_updated"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, True, "fast"])
def test_health_is_made_of_finite_numbers(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=field):
        health(A, **{field: value})


@pytest.mark.parametrize("changed", [{"pattern": ""}, {"is_available": 1}, {"error_rate": 1.01}])
def test_health_is_refused_with_the_field_it_is_about(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(changed))):
        health(**{"pattern": A, **changed})


def test_health_is_given_in_the_order_of_the_brief() -> None:
    found = PatternHealth("sagemaker_realtime", True, 100.0, 900.0, 0.01, None, START)
    assert (found.p99_ms, found.capacity_utilization) == (900.0, None)


def test_every_condition_has_a_verdict_of_its_own_kind() -> None:
    verdicts = {name: look(None, START, **{A: changed}).explanation[0].verdict for name, changed in CONDITIONS.items()}
    assert verdicts == {
        "well": Verdict.HEALTHY,
        "near a limit": Verdict.HEALTHY,
        "slow": Verdict.DEGRADED,
        "full": Verdict.DEGRADED,
        "failing at times": Verdict.DEGRADED,
        "failing": Verdict.DOWN,
        "unavailable": Verdict.DOWN,
        "never called": Verdict.UNKNOWN,
        "silent": Verdict.UNKNOWN,
        "stale": Verdict.UNKNOWN,
        "from the future": Verdict.UNKNOWN,
    }


def test_limits_are_the_stacks() -> None:
    rules = SwitchRules(RULES.order, limits=Limits(p99_ms=500.0))
    assert look(None, START, rules).state.mode is Mode.NONE_HEALTHY
