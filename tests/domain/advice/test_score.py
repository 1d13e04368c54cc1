"""Scores: monotone, without a step at the target; weights that sum to 1."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.score import OPERATIONS, Scores, Weights, score_cost, score_latency, score_throughput
from domain.patterns import Pattern

amounts = st.floats(0, 1e9)
above_zero = st.floats(1e-3, 1e9)
points = st.floats(0, 100)


@given(amounts, amounts, above_zero)
def test_slower_or_dearer_never_scores_better_and_more_headroom_never_worse(
    one: float, other: float, need: float
) -> None:
    less, more = sorted((one, other))
    assert score_latency(less, need) >= score_latency(more, need)
    assert score_cost(less, need) >= score_cost(more, need)
    assert score_throughput(less, need) <= score_throughput(more, need)


@given(amounts, above_zero, above_zero)
def test_a_need_that_is_easier_never_scores_worse(value: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert score_latency(value, less) <= score_latency(value, more)
    assert score_cost(value, less) <= score_cost(value, more)
    assert score_throughput(value, less) >= score_throughput(value, more)


@given(amounts, above_zero)
def test_scores_are_0_to_100(value: float, need: float) -> None:
    for score in (score_latency, score_cost, score_throughput):
        assert 0 <= score(value, need) <= 100


@given(st.floats(0, 3), st.floats(0, 0.001))
def test_no_step_anywhere(ratio: float, more: float) -> None:
    """A thousandth of the target moves no score by more than a quarter of a point."""
    for score in (score_latency, score_cost, score_throughput):
        assert abs(score(1000 * ratio, 1000) - score(1000 * (ratio + more), 1000)) <= 0.25


def test_points_at_which_a_need_is_just_met() -> None:
    """Just met and just missed score the same, within the rounding: 0 at the target and 50 above it is a mistake."""
    assert score_latency(2500, 2500) == 50
    assert score_latency(2500.001, 2500) == pytest.approx(50, abs=0.001)
    assert (score_latency(1250, 2500), score_latency(5000, 2500)) == (100, 0)
    assert (score_throughput(10, 10), score_throughput(20, 10), score_throughput(0, 10)) == (70, 100, 0)
    assert (score_cost(100, 100), score_cost(30, 100), score_cost(200, 100)) == (40, 100, 0)
    assert score_throughput(0, 0) == 100


@given(points, points, points, points, points)
def test_the_total_rises_with_each_score(a: float, b: float, c: float, d: float, better: float) -> None:
    weights = Weights()
    base = Scores(a, b, c, d)
    assert 0 <= base.total(weights) <= 100 + 1e-9
    for name in ("latency", "throughput", "cost", "operations"):
        higher = Scores(**{**vars(base), name: max(better, getattr(base, name))})
        assert higher.total(weights) >= base.total(weights) - 1e-9


def test_weights_of_the_contract() -> None:
    assert vars(Weights()) == {"latency": 0.35, "throughput": 0.25, "cost": 0.25, "operations": 0.15}
    assert Scores(100, 0, 0, 0).total(Weights()) == 35
    assert Weights(0.1, 0.2, 0.3, 0.4).operations == 0.4
    assert Weights(1, 0, 0, 0).latency == 1


@pytest.mark.parametrize(
    "weights",
    [
        (0.35, 0.25, 0.25, 0.16),
        (0, 0, 0, 0),
        (0.25, 0.25, 0.25, 0.2499999),
        (1.2, -0.2, 0, 0),
        (math.nan, 0.5, 0.25, 0.25),
        (math.inf, 0, 0, 0),
        (True, 0, 0, 0),
    ],
)
def test_weights_that_are_none_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Weights(*weights)


@pytest.mark.parametrize("score", [-1, 100.5, math.nan])
def test_a_score_out_of_range_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match=r"scores\.cost"):
        Scores(0, 0, score, 0)


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf, True])
def test_numbers_that_are_none_are_refused(bad: float) -> None:
    for score in (score_latency, score_cost, score_throughput):
        with pytest.raises(ValueError, match="not accepted"):
            score(bad, 100)
        with pytest.raises(ValueError, match="not accepted"):
            score(100, bad)
    with pytest.raises(ValueError, match="target_ms"):
        score_latency(1, 0)
    with pytest.raises(ValueError, match="budget_usd"):
        score_cost(1, 0)


def test_operations_are_judged_for_each_pattern() -> None:
    assert set(OPERATIONS) == set(Pattern)
    assert OPERATIONS[Pattern.BEDROCK_ON_DEMAND] > OPERATIONS[Pattern.SAGEMAKER_SERVERLESS]
    assert OPERATIONS[Pattern.SAGEMAKER_SERVERLESS] > OPERATIONS[Pattern.SAGEMAKER_REALTIME]
