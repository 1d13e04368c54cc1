"""Aggregations see strictly earlier rows of their group within the window, and nothing else."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training.aggregations import History, Window
from domain.training.plan import Aggregation, Function

rows = st.lists(
    st.tuples(
        st.integers(0, 30).map(float),
        st.sampled_from("ab"),
        st.none() | st.integers(-50, 50).map(float),
    ),
    max_size=25,
)


def aggregation(function: Function, window: str = "5s", column: str = "amount") -> Aggregation:
    return Aggregation("f", column, "group", function, window, "at")


def history_of(plan: Aggregation, given_rows: list[Any]) -> History:
    history = History(plan)
    for moment, group, value in given_rows:
        history.add([moment], [group], [value])
    return history


def plain(plan: Aggregation, seen: list[Any]) -> float:
    """What the documentation says, over the rows that a row may see."""
    values = [value for _, _, value in seen if value is not None] if plan.column else [1.0 for _ in seen]
    if plan.function is Function.COUNT:
        return float(len(values))
    if not values:
        return 0.0
    return {
        Function.SUM: math.fsum(values),
        Function.MEAN: math.fsum(values) / len(values),
        Function.MIN: min(values),
        Function.MAX: max(values),
    }[plan.function]


@given(rows, st.sampled_from(Function), st.sampled_from(["1s", "5s", "1m"]), st.booleans())
def test_every_row_has_what_the_plainest_reading_gives(
    given_rows: list[Any], function: Function, window: str, counts_rows: bool
) -> None:
    plan = aggregation(function, window, "" if counts_rows and function is Function.COUNT else "amount")
    span = plan.window_seconds
    found = history_of(plan, given_rows).of_rows()
    for index, (moment, group, _) in enumerate(given_rows):
        seen = [row for row in given_rows if row[1] == group and moment - span <= row[0] < moment]
        assert found[index] == pytest.approx(plain(plan, seen))


@given(rows, st.sampled_from(Function))
def test_a_request_gets_what_a_row_after_all_others_would_get(given_rows: list[Any], function: Function) -> None:
    plan = aggregation(function)
    found = history_of(plan, given_rows).at_the_end()
    end = max((row[0] for row in given_rows), default=0.0)
    for group in "ab":
        seen = [row for row in given_rows if row[1] == group and row[0] >= end - plan.window_seconds]
        assert found.get(group, 0.0) == pytest.approx(plain(plan, seen))


@given(rows, st.data(), st.sampled_from(Function))
def test_no_row_depends_on_its_own_value_or_on_anything_that_comes_later(
    given_rows: list[Any], data: st.DataObject, function: Function
) -> None:
    if not given_rows:
        return
    index = data.draw(st.integers(0, len(given_rows) - 1))
    plan = aggregation(function)
    moment, group, _ = given_rows[index]
    changed = [*given_rows]
    changed[index] = (moment, group, data.draw(st.none() | st.floats(-1e30, 1e30)))
    before, after = history_of(plan, given_rows).of_rows(), history_of(plan, changed).of_rows()
    for place, (when, _, _) in enumerate(given_rows):
        if when <= moment:
            assert before[place] == after[place]


def test_a_huge_value_that_has_left_the_window_leaves_nothing_behind() -> None:
    plan = aggregation(Function.SUM)
    found = history_of(plan, [(0.0, "a", 1e38), (1.0, "a", 1.0), (7.0, "a", 2.0), (8.0, "a", 0.0)]).of_rows()
    assert list(found) == [0.0, 1e38, 0.0, 2.0]


@given(st.lists(st.integers(0, 9), max_size=30))
def test_a_window_combines_what_is_in_it(steps: list[int]) -> None:
    window, values = Window(max), []
    for moment, step in enumerate(steps):
        window.push(float(moment), float(step))
        values.append((moment, step))
        window.drop_before(float(moment - step))
        values = [item for item in values if item[0] >= moment - step]
        assert len(window) == len(values)
        assert window.combined() == max(value for _, value in values)
    window.drop_before(math.inf)
    assert window.combined() is None
