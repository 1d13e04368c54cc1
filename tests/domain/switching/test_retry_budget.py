"""What a process may try again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.switching.retry_budget import RetryBudget

steps = st.lists(st.tuples(st.sampled_from(["request", "take", "wait"]), st.floats(0, 5)), max_size=200)


@given(steps, st.floats(0, 1), st.floats(0, 3), st.floats(1, 20))
def test_what_is_taken_never_exceeds_what_was_put_in(
    steps: list[tuple[str, float]], share: float, floor: float, capacity: float
) -> None:
    budget, now, requests, taken = RetryBudget(share, 0.0, floor_per_s=floor, capacity=capacity), 0.0, 0, 0
    for what, seconds in steps:
        if what == "wait":
            now += seconds
        elif what == "request":
            requests += 1
            budget.deposit(now)
        else:
            taken += budget.take(now)
        assert 0 <= budget.tokens <= capacity
        assert taken <= capacity + share * requests + floor * now + 1e-6


def test_an_outage_does_not_double_the_load() -> None:
    budget = RetryBudget(0.1, 0.0, floor_per_s=0.0)
    taken = 0
    for _ in range(1000):
        budget.deposit(0.0)
        taken += budget.take(0.0)
    assert taken == pytest.approx(10 + 100, abs=1)


def test_time_alone_gives_the_floor() -> None:
    budget = RetryBudget(0.0, 0.0)
    while budget.take(0.0):
        pass
    assert [budget.take(second) for second in (0.5, 1.0, 1.5, 2.0)] == [False, True, False, True]


def test_a_token_that_was_given_back_is_there_again() -> None:
    budget = RetryBudget(0.0, 0.0, floor_per_s=0.0, capacity=1.0)
    assert budget.take(0.0)
    assert not budget.take(0.0)
    budget.give_back()
    assert budget.take(0.0)


def test_a_clock_that_goes_backwards_gives_nothing() -> None:
    budget = RetryBudget(0.0, 100.0, capacity=1.0)
    assert budget.take(100.0)
    assert not budget.take(50.0)
    assert not budget.take(100.5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": -0.1},
        {"share": 1.1},
        {"share": float("nan")},
        {"share": True},
        {"now_s": float("inf")},
        {"floor_per_s": -1.0},
        {"capacity": 0.5},
    ],
)
def test_what_is_no_budget_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        RetryBudget(**{"share": 0.1, "now_s": 0.0, **wrong})
