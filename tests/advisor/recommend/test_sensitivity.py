"""Where the answer changes: what is varied on a shortcut agrees with the whole ranking, and moves one way only."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.recommend.candidates import State
from advisor.recommend.judging import ordered, scored
from advisor.recommend.record import Record
from advisor.recommend.sensitivity import by_price, by_target, cost_curves
from advisor.recommend.standing import Standing, best_of, standings_of
from domain.patterns import Pattern

Decide = Callable[..., Record]


@pytest.mark.parametrize("target", [100, 151, 155, 300, 1000, 6200, 20_000])
@pytest.mark.parametrize("budget", [1, 30, 90, 5000])
def test_the_shortcut_agrees_with_the_whole_ranking(own: Record, target: float, budget: float) -> None:
    question = own.question
    other = question.workload.model_copy(update={"target_p99_ms": target, "monthly_budget_usd": budget})
    ranked = ordered([scored(item, other, question.load.burst_rps) for item in own.candidates])
    expected = ranked[0].pattern if ranked[0].state == State.FITS else None
    standings = standings_of(own.candidates, question.workload)
    assert best_of([(one, 1.0) for one in standings], other) == expected


def test_the_budget_grows_with_the_traffic_and_never_shrinks(decided: Decide) -> None:
    """A tenth of the traffic is no reason to be allowed a tenth of the money."""
    record = decided(needs__patterns=["sagemaker_realtime"], monthly_budget_usd=100)
    chosen = {row.factor: row.choice for row in record.traffic}
    assert chosen[0.1] == chosen[0.3] == chosen[1.0] == Pattern.SAGEMAKER_REALTIME


def test_the_spans_of_targets_hold_the_choice_of_now(own: Record) -> None:
    spans = by_target(own.question, own.candidates)
    target = own.question.workload.target_p99_ms
    assert own.choice is not None
    assert any(one.from_ms <= target * 1.02 and target <= one.to_ms * 1.02 for one in spans if one.choice)
    assert spans[0].from_ms == pytest.approx(target / 10)
    assert spans[-1].to_ms == pytest.approx(target * 10)
    assert all(left.choice != right.choice for left, right in pairwise(spans))


def test_a_shift_of_a_price_turns_the_order_and_less_of_it_does_not(own: Record) -> None:
    shifts = by_price(own.question, own.candidates)
    assert shifts
    standings = {one.pattern: one for one in standings_of(own.candidates, own.question.workload)}
    for shift in shifts:
        if shift.first_dearer is None:
            continue
        pair = standings[shift.first], standings[shift.second]
        for factor, expected in ((shift.first_dearer * 1.001, shift.second), (shift.first_dearer * 0.98, shift.first)):
            found = best_of([(pair[0], factor), (pair[1], 1.0)], own.question.workload)
            assert found == expected


@given(
    points=st.floats(0, 40),
    p99=st.floats(1, 5000),
    usd=st.floats(0.01, 1e4),
    better=st.floats(0.1, 1.0),
    other_points=st.floats(0, 40),
    other_p99=st.floats(1, 5000),
    other_usd=st.floats(0.01, 1e4),
)
def test_who_gets_faster_and_cheaper_does_not_lose_its_place(  # noqa: PLR0917
    own: Record,
    points: float,
    p99: float,
    usd: float,
    better: float,
    other_points: float,
    other_p99: float,
    other_usd: float,
) -> None:
    workload = own.question.workload
    one = Standing(Pattern.LAMBDA_ON_DEMAND, points, p99, usd, 0.0, True)
    other = Standing(Pattern.SAGEMAKER_REALTIME, other_points, other_p99, other_usd, 0.0, True)
    improved = Standing(one.pattern, points, p99 * better, usd * better, 0.0, True)
    if best_of([(one, 1.0), (other, 1.0)], workload) == one.pattern:
        assert best_of([(improved, 1.0), (other, 1.0)], workload) == one.pattern


def test_the_traffic_table_has_now_in_it_and_says_what_was_not_simulated(own: Record) -> None:
    rows = {row.factor: row for row in own.traffic}
    assert set(rows) == {0.1, 0.3, 1.0, 3.0, 10.0}
    assert own.choice is not None
    assert rows[1.0].choice == own.choice.pattern
    assert all(row.simulated for row in own.traffic)


def test_above_what_is_simulated_it_is_sized_and_a_quota_ends_it(decided: Decide) -> None:
    record = decided(
        "chat", traffic__daily_requests=40_000, model__foundation__requests_per_minute=200,
        model__foundation__most_units=8,
    )  # fmt: skip
    rows = {row.factor: row for row in record.traffic}
    assert (rows[10.0].simulated, rows[10.0].choice) == (False, None)
    assert "requests/s at most; bursts are of" in rows[10.0].note or "model units" in rows[10.0].note


def test_cost_curves_never_fall_with_traffic(own: Record) -> None:
    curves = cost_curves(own.question, own.candidates)
    assert set(curves) == {item.pattern for item in own.candidates if item.outcome}
    for points in curves.values():
        dollars = [usd for _, usd in points]
        assert dollars == sorted(dollars)
