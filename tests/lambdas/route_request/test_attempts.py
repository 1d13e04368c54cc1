"""The one loop of attempts: laws over whatever patterns do, and what each outcome leads to."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.switching.retry_budget import RetryBudget
from lambdas.patterns.outcomes import ERRORS, UNHEALTHY, Outcome
from lambdas.route_request.attempts import LAST_RESORTS_PER_S, LEAST_S, MARGIN_S
from tests.lambdas.route_request.router_parts import CALL, NAMES, Does, World, served

FIRST, SECOND, THIRD = NAMES
MADE = [Outcome.ANSWERED, Outcome.REFUSED, Outcome.TOO_LARGE, *sorted(ERRORS - {Outcome.TIMEOUT})]
does = st.builds(Does, st.sampled_from(MADE), st.sampled_from([0.0, 0.01, 0.5, 5.0]))
worlds = st.builds(
    World,
    does=st.dictionaries(st.sampled_from(NAMES), st.lists(does, min_size=1, max_size=3)),
    open=st.sets(st.sampled_from(NAMES)),
    budget=st.floats(1, 10).map(lambda capacity: RetryBudget(0.0, 0.0, floor_per_s=0.0, capacity=capacity)),
)
orders = st.permutations(NAMES).flatmap(lambda names: st.integers(1, 3).map(lambda count: names[:count]))


@given(worlds, orders, st.floats(0, 4))
def test_laws_of_every_request(world: World, order: list[str], seconds: float) -> None:
    begun, tokens, shut = world.now, world.budget.tokens, set(world.open)
    found = world.attempts().serve(CALL, order, begun + seconds)
    asked = Counter(name for name, _, _ in world.asked)
    made = [each for each in found.attempts if each.outcome not in (Outcome.CIRCUIT_OPEN, Outcome.BUDGET_SPENT)]

    assert (found.answer is None) == (found.pattern is None), "one answer or none"
    assert found.attempts, "the reply says what was done"
    assert shut & set(asked) == set(world.insisted), "an open circuit is called as the last resort only"
    assert world.insisted in ([], [name for name, _, _ in world.asked[-1:]])
    assert all(count <= 2 for count in asked.values())
    assert asked.total() <= len(order) + sum(each.outcome is Outcome.THROTTLED for each in found.attempts)
    for _, at, timeout in world.asked:
        assert at + timeout <= begun + seconds - MARGIN_S + 1e-9, "no attempt after the deadline"
        assert LEAST_S <= timeout <= 1.0
    in_vain = [at for at, each in enumerate(world.measured) if each[1] not in (Outcome.THROTTLED, Outcome.TOO_LARGE)]
    after = asked.total() - 1 - in_vain[0] if in_vain else 0
    twice = sum(count - 1 for count in asked.values())
    spent = tokens - world.budget.tokens + len(world.insisted)
    assert max(after, twice) - 1e-9 <= spent <= after + twice + len(world.insisted) + 1e-9
    assert len(world.measured) == asked.total() <= len(made)
    if found.answer is not None:
        assert found.error is None
        assert found.attempts[-1].outcome is Outcome.ANSWERED
        assert found.attempts[-1].pattern == found.pattern
    refused = [each for each in found.attempts if each.outcome is Outcome.REFUSED]
    assert len(refused) <= 1
    assert not refused or found.attempts[-1] is refused[0], "what the caller sent wrongly is not tried again"


@pytest.mark.parametrize("outcome", sorted(UNHEALTHY | {Outcome.TOO_LARGE}))
def test_the_next_pattern_answers(outcome: Outcome) -> None:
    world = World({FIRST: [Does(outcome)]})
    found = world.attempts().serve(CALL, NAMES, world.now + 3)
    assert [(each.pattern, each.outcome) for each in found.attempts] == [
        (FIRST, outcome),
        (SECOND, Outcome.ANSWERED),
    ]
    assert found.pattern == SECOND


def test_a_refusal_is_the_answer() -> None:
    world = World({FIRST: [Does(Outcome.REFUSED)]})
    found = world.attempts().serve(CALL, NAMES, world.now + 3)
    assert found.error is not None
    assert found.error.outcome is Outcome.REFUSED
    assert len(world.asked) == 1


def test_a_refusal_after_a_failure_is_the_answer_too() -> None:
    world = World({FIRST: [Does(Outcome.UNAVAILABLE)], SECOND: [Does(Outcome.REFUSED)]})
    found = world.attempts().serve(CALL, NAMES, world.now + 3)
    assert found.error is not None
    assert found.error.outcome is Outcome.REFUSED


def test_when_all_fail_the_first_failure_is_the_answer() -> None:
    world = World({name: [Does(Outcome.UNAVAILABLE)] for name in NAMES})
    found = world.attempts().serve(CALL, NAMES, world.now + 3)
    assert str(found.error) == f"Unavailable: {FIRST} says no"


def test_too_large_for_one_hides_no_failure_of_another() -> None:
    world = World(
        {FIRST: [Does(Outcome.TOO_LARGE)], SECOND: [Does(Outcome.UNAVAILABLE)], THIRD: [Does(Outcome.TIMEOUT)]}
    )
    found = world.attempts().serve(CALL, NAMES, world.now + 3)
    assert found.error is not None
    assert found.error.outcome is Outcome.UNAVAILABLE


def test_a_throttled_pattern_is_left_for_the_next_one() -> None:
    world = World({FIRST: [Does(Outcome.THROTTLED)]})
    assert world.attempts().serve(CALL, NAMES, world.now + 3).pattern == SECOND
    assert not world.pauses


def test_a_throttled_pattern_is_asked_once_more_when_all_others_are_through() -> None:
    world = World({FIRST: [Does(Outcome.THROTTLED), Does()], SECOND: [Does(Outcome.UNAVAILABLE)]}, chance=0.0)
    found = world.attempts().serve(CALL, (FIRST, SECOND), world.now + 3)
    assert [each.outcome for each in found.attempts] == [
        Outcome.THROTTLED,
        Outcome.UNAVAILABLE,
        Outcome.ANSWERED,
    ]
    assert world.pauses == [0.05]


def test_who_stays_throttled_is_not_asked_a_third_time() -> None:
    world = World({FIRST: [Does(Outcome.THROTTLED)]})
    found = world.attempts().serve(CALL, (FIRST,), world.now + 3)
    assert len(world.asked) == 2
    assert found.error is not None
    assert found.error.outcome is Outcome.THROTTLED


def test_no_pause_that_the_deadline_does_not_hold() -> None:
    world = World({FIRST: [Does(Outcome.THROTTLED)]})
    found = world.attempts().serve(CALL, (FIRST,), world.now + 0.15)
    assert found.attempts[-1].outcome is Outcome.DEADLINE
    assert not world.pauses


def test_skipping_an_open_circuit_costs_nothing() -> None:
    world = World(open={FIRST, SECOND}, budget=RetryBudget(0.0, 0.0, floor_per_s=0.0, capacity=1.0))
    for _ in range(20):
        found = world.attempts().serve(CALL, NAMES, world.now + 3)
        assert found.pattern == THIRD
    assert world.budget.tokens == 1


def test_a_primary_that_throttles_everything_loses_nothing() -> None:
    world = World({FIRST: [Does(Outcome.THROTTLED)]}, budget=RetryBudget(0.2, 100.0))
    attempts = world.attempts()
    found = [attempts.serve(CALL, NAMES, world.now + 3).pattern for _ in range(500)]
    assert set(found) == {SECOND}
    assert world.budget.tokens == 10, "what was turned away unseen is no second load on anybody"


def test_all_who_throttle_get_each_request_once_and_what_the_budget_holds() -> None:
    world = World({name: [Does(Outcome.THROTTLED, 0.0)] for name in NAMES}, budget=RetryBudget(0.0, 100.0))
    attempts = world.attempts()
    for _ in range(50):
        attempts.serve(CALL, NAMES, world.now + 3)
        world.now = 100.0
    assert len(world.asked) == 50 * len(NAMES) + 10


def test_with_every_circuit_open_the_first_is_asked_all_the_same_and_an_answer_closes_it() -> None:
    world = World(open=set(NAMES))
    attempts = world.attempts()
    found = attempts.serve(CALL, NAMES, world.now + 3)
    outcomes = [each.outcome for each in found.attempts]
    assert outcomes == [Outcome.CIRCUIT_OPEN] * 3 + [Outcome.ANSWERED]
    assert (found.pattern, world.open) == (FIRST, {SECOND, THIRD})
    assert attempts.serve(CALL, NAMES, world.now + 3).pattern == FIRST


def test_with_everything_down_one_request_in_ten_seconds_waits_for_it() -> None:
    world = World({name: [Does(seconds=9)] for name in NAMES}, open=set(NAMES))
    attempts = world.attempts()
    began, found = world.now, []
    while world.now < began + 60:
        found.append(attempts.serve(CALL, NAMES, world.now + 3))
        world.now += 0.05
    assert len(world.asked) == pytest.approx(60 * LAST_RESORTS_PER_S, abs=1)
    assert {each.error.outcome for each in found if each.error} == {Outcome.CIRCUIT_OPEN, Outcome.TIMEOUT}
    assert world.budget.tokens == 10, "the budget is for those that something can answer"


def test_a_pattern_behind_an_open_circuit_is_better_than_none() -> None:
    world = World({SECOND: [Does(Outcome.UNAVAILABLE)]}, open={FIRST})
    found = world.attempts().serve(CALL, (FIRST, SECOND), world.now + 3)
    assert found.pattern == FIRST
    assert [each.outcome for each in found.attempts] == [Outcome.CIRCUIT_OPEN, Outcome.UNAVAILABLE, Outcome.ANSWERED]


def test_an_open_circuit_says_more_than_a_pattern_that_takes_less() -> None:
    for order in (FIRST, SECOND), (SECOND, FIRST):
        world = World({SECOND: [Does(Outcome.TOO_LARGE)], FIRST: [Does(Outcome.THROTTLED)]}, open={FIRST})
        attempts = world.attempts()
        told = [attempts.serve(CALL, order, world.now + 3).error for _ in range(2)]
        assert [each.outcome for each in told if each] == [Outcome.THROTTLED, Outcome.CIRCUIT_OPEN]


def test_what_the_circuits_table_takes_is_not_the_patterns_time() -> None:
    class Slow(World):
        def call(self, pattern: str, work: Any) -> Any:
            self.now += 1.0
            try:
                return super().call(pattern, work)
            finally:
                self.now += 1.0

    world = Slow({FIRST: [Does(Outcome.UNAVAILABLE, 0.25)]})
    found = world.attempts().serve(CALL, NAMES, world.now + 9)
    assert [round(each.latency_ms) for each in found.attempts] == [250, 10]


def test_without_budget_the_first_failure_is_the_answer() -> None:
    world = World({FIRST: [Does(Outcome.UNAVAILABLE)]}, budget=RetryBudget(0.0, 0.0, floor_per_s=0.0, capacity=1.0))
    attempts = world.attempts()
    assert attempts.serve(CALL, NAMES, world.now + 3).pattern == SECOND
    found = attempts.serve(CALL, NAMES, world.now + 3)
    assert [each.outcome for each in found.attempts] == [Outcome.UNAVAILABLE, Outcome.BUDGET_SPENT]
    assert found.error is not None
    assert found.error.outcome is Outcome.UNAVAILABLE


def test_a_timeout_is_the_smaller_of_the_patterns_and_of_what_is_left() -> None:
    world = World({FIRST: [Does(seconds=9)], SECOND: [Does(seconds=9)]})
    found = world.attempts([served(FIRST, 1000), served(SECOND, 2000)]).serve(CALL, (FIRST, SECOND), world.now + 2)
    assert [timeout for _, _, timeout in world.asked] == [1.0, pytest.approx(0.95)]
    assert [each.outcome for each in found.attempts] == [Outcome.TIMEOUT, Outcome.DEADLINE]


def test_who_was_cut_short_by_the_caller_is_not_ill() -> None:
    world = World({FIRST: [Does(seconds=0.5)]})
    found = world.attempts().serve(CALL, NAMES, world.now + 0.2)
    assert [each.outcome for each in found.attempts] == [Outcome.DEADLINE, Outcome.DEADLINE]
    assert found.error is not None
    assert found.error.outcome not in UNHEALTHY


def test_what_is_measured() -> None:
    world = World({FIRST: [Does(Outcome.UNAVAILABLE, 0.25)], SECOND: [Does(seconds=0.5)]})
    world.attempts([served(FIRST), served(SECOND, cost=None), served(THIRD)]).serve(CALL, NAMES, world.now + 3)
    world.attempts().serve(CALL, (THIRD,), world.now + 3)
    assert [(name, outcome, round(ms), cost) for name, outcome, ms, cost in world.measured] == [
        (FIRST, Outcome.UNAVAILABLE, 250, None),
        (SECOND, Outcome.ANSWERED, 500, None),
        (THIRD, Outcome.ANSWERED, 10, 0.5),
    ]
