"""A percentile is judged from enough answers, or not at all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.smoke import Outcome
from domain.smoke.latency import ENOUGH, ERROR, at_most, judge_p99


@pytest.mark.parametrize("count", [0, 1, 20, 100, ENOUGH - 1])
def test_few_answers_are_not_enough_however_fast(count: int) -> None:
    found = judge_p99([1.0] * count, 100)
    assert found.outcome is Outcome.UNKNOWN
    assert "not enough" in found.reason


def test_enough_fast_answers_meet_the_objective() -> None:
    assert judge_p99([100.0] * ENOUGH, 100).outcome is Outcome.PASS


def test_answers_that_never_came_are_slow() -> None:
    assert judge_p99([1.0] * 10 + [math.inf] * 3, 100).outcome is Outcome.FAIL


@given(st.integers(0, 400), st.integers(0, 60))
def test_more_slow_answers_never_make_it_better(fast: int, slow: int) -> None:
    order = [Outcome.PASS, Outcome.UNKNOWN, Outcome.FAIL]
    better = judge_p99([1.0] * (fast + 1) + [9.0] * slow, 5)
    worse = judge_p99([1.0] * fast + [9.0] * (slow + 1), 5)
    assert order.index(better.outcome) <= order.index(worse.outcome)


@given(st.integers(1, 400))
def test_a_p99_at_its_objective_is_rarely_judged_either_way(count: int) -> None:
    """Exactly, over how many of the answers are slow when 1 in 100 is."""
    outcomes = {over: judge_p99([1.0] * (count - over) + [9.0] * over, 5).outcome for over in range(min(count, 40) + 1)}
    mass = {over: at_most(over, count) - (at_most(over - 1, count) if over else 0.0) for over in outcomes}
    for wrong in (Outcome.PASS, Outcome.FAIL):
        assert sum(mass[over] for over, outcome in outcomes.items() if outcome is wrong) < ERROR + 1e-9


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_chance_is_one_for_all_of_them(over: int, count: int) -> None:
    assert 0 <= at_most(over, count) <= 1 + 1e-9
    if over >= count:
        assert at_most(over, count) == pytest.approx(1)


@pytest.mark.parametrize("objective", [0, -1, math.nan, math.inf, True])
def test_an_objective_that_is_none_is_refused(objective: float) -> None:
    with pytest.raises(ValueError, match="objective_ms"):
        judge_p99([1.0], objective)


@pytest.mark.parametrize("sample", [math.nan, -0.1])
def test_a_sample_that_is_none_is_refused(sample: float) -> None:
    with pytest.raises(ValueError, match="samples_ms"):
        judge_p99([sample], 10)
