"""Laws of the decision, for whatever is reported."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.switching import Mode, SwitchRules, Verdict, decide, parse_state
from tests.domain.switching.switch_cases import MINUTE, RULES, START, A, B, C, any_looks, health, look, run

LIMITS = RULES.limits
BAND = st.fixed_dictionaries(
    {
        "p99_ms": st.floats(LIMITS.p99_ms * 0.81, LIMITS.p99_ms * 1.3),
        "error_rate": st.floats(LIMITS.error_rate * 0.81, LIMITS.error_rate * 1.3),
        "capacity_utilization": st.floats(LIMITS.utilization * 0.81, LIMITS.utilization * 1.3),
    }
)
"""Noise around the limits that never clears them by the margin of 20 %."""


@given(any_looks())
def test_weights_are_one_in_all_and_never_negative(looks: list[dict[str, Any]]) -> None:
    for decision in run(looks):
        weights = decision.state.weights
        assert set(weights) == set(RULES.order)
        assert sum(weights.values()) == 1
        assert sum(sorted(weights.values())) == 1
        assert min(weights.values()) >= 0


@given(any_looks())
def test_nothing_goes_to_what_is_down_while_anything_is_not(looks: list[dict[str, Any]]) -> None:
    for decision in run(looks):
        down = {found.pattern for found in decision.explanation if found.verdict is Verdict.DOWN}
        if down != set(RULES.order):
            assert all(decision.state.weights[name] == 0 for name in down)


@given(any_looks())
def test_beside_what_carries_the_traffic_only_healthy_patterns_get_any(looks: list[dict[str, Any]]) -> None:
    for decision in run(looks):
        verdicts = {found.pattern: found.verdict for found in decision.explanation}
        for name, weight in decision.state.weights.items():
            assert weight == 0 or name == decision.state.order[0] or verdicts[name] is Verdict.HEALTHY


@given(any_looks())
def test_a_switch_goes_to_a_healthy_pattern_unless_the_primary_is_down(looks: list[dict[str, Any]]) -> None:
    for decision in run(looks):
        if decision.switched:
            verdicts = {found.pattern: found.verdict for found in decision.explanation}
            left = decision.previous or RULES.home
            assert verdicts[decision.state.primary] is Verdict.HEALTHY or verdicts[left] is Verdict.DOWN
            assert verdicts[decision.state.primary] is not Verdict.DOWN


@given(any_looks(20), st.floats(60, 900))
def test_switches_within_any_dwell_are_fewer_than_patterns(looks: list[dict[str, Any]], dwell_s: float) -> None:
    rules = SwitchRules(RULES.order, dwell_s=dwell_s)
    switched = [found.state.decided_s for found in run(looks, rules) if found.switched]
    for first in switched:
        assert sum(first <= moment < first + dwell_s for moment in switched) < len(rules.order)


@given(st.lists(BAND, min_size=1, max_size=30))
def test_noise_around_the_limits_of_one_pattern_switches_at_most_once(noise: list[dict[str, float]]) -> None:
    decisions = run([{A: one} for one in noise])
    assert sum(found.switched for found in decisions) <= 1


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(RULES.order, BAND)), min_size=1, max_size=30))
def test_noise_around_the_limits_of_all_switches_away_from_each_at_most_once(noise: list[dict[str, Any]]) -> None:
    decisions = run(noise)
    left = [found.previous or RULES.home for found in decisions if found.switched]
    assert len(left) == len(set(left)) < len(RULES.order)


@given(any_looks(8), st.fixed_dictionaries({name: st.sampled_from(["well", "slow", "down"]) for name in RULES.order}))
def test_what_holds_still_settles(looks: list[dict[str, Any]], end: dict[str, str]) -> None:
    changes = {"well": {}, "slow": {"p99_ms": 4000.0}, "down": {"is_available": False}}
    still = {name: changes[how] for name, how in end.items()}
    decisions = run([*looks, *[still] * 50])
    settled = decisions[-10:]
    assert len({found.state.primary for found in settled}) == 1
    assert all(found.state.weights == settled[0].state.weights for found in settled)
    well = [name for name in RULES.order if end[name] == "well"]
    if well:
        assert settled[-1].state.primary in well
        assert settled[-1].state.mode is Mode.NORMAL
    else:
        assert settled[-1].state.mode is Mode.NONE_HEALTHY


@given(any_looks(8), st.randoms(use_true_random=False))
def test_the_order_of_what_is_reported_changes_nothing(looks: list[dict[str, Any]], shuffle: random.Random) -> None:
    before = run(looks)[-1].state
    now = START + 10 * MINUTE
    healths = [health(A, now), health(B, now, p99_ms=3000.0), health(C, now, is_available=False)]
    shuffled = list(healths)
    shuffle.shuffle(shuffled)
    assert decide(before, healths, RULES, now) == decide(before, shuffled, RULES, now)


@given(any_looks(8))
def test_a_state_is_read_as_it_was_written(looks: list[dict[str, Any]]) -> None:
    for decision in run(looks):
        assert parse_state(decision.state.to_json()) == decision.state


@given(any_looks(8))
def test_a_decision_says_why(looks: list[dict[str, Any]]) -> None:
    for decision in run(looks):
        assert decision.reason == decision.state.reason != ""
        assert tuple(found.pattern for found in decision.explanation) == RULES.order
        for found in decision.explanation:
            assert bool(found.reasons) == (found.verdict is not Verdict.HEALTHY)
        within = tuple(f.pattern for f in decision.explanation if f.verdict in (Verdict.HEALTHY, Verdict.RECOVERING))
        assert decision.healthy == within
        assert (decision.state.mode is Mode.NONE_HEALTHY) == (not within)


@given(any_looks(8), st.floats(0, START * 2))
def test_a_clock_that_jumps_breaks_nothing(looks: list[dict[str, Any]], now: float) -> None:
    before = run(looks)[-1]
    after = look(before, now)
    assert sum(after.state.weights.values()) == 1
    assert all(moment <= now for moment in after.state.left.values())
    assert after.state.switched_s is None or after.state.switched_s <= now


@given(any_looks(8))
def test_versions_follow_each_other_and_ids_differ(looks: list[dict[str, Any]]) -> None:
    decisions = run(looks)
    assert [found.state.version for found in decisions] == list(range(1, len(decisions) + 1))
    assert len({found.state.decision_id for found in decisions}) == len(decisions)


@given(any_looks(8))
def test_the_primary_changes_exactly_with_a_switch(looks: list[dict[str, Any]]) -> None:
    decisions = run(looks)
    assume(len(decisions) > 1)
    for first, second in pairwise(decisions):
        assert second.switched == (first.state.primary != second.state.primary)
        assert second.previous == first.state.primary
        assert second.switched == (second.state.since_s != first.state.since_s)
