"""The account's Lambda concurrency, divided: what is taken and what is left add up, and 100 stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.capacity.lambda_plan import Taker, lambda_plan


@st.composite
def takers(draw: st.DrawFn) -> list[Taker]:
    count = draw(st.integers(0, 5))
    found = []
    for number in range(count):
        reserved = draw(st.integers(0, 400))
        found.append(Taker(f"f{number}", reserved, draw(st.integers(0, reserved or 400))))
    return found


@given(takers(), st.integers(1, 3000), st.integers(100, 500))
def test_taken_and_left_are_the_whole_and_too_little_left_is_a_problem(
    found: list[Taker], limit: int, unreserved: int
) -> None:
    plan = lambda_plan(found, limit, unreserved)
    assert plan.left is not None
    assert plan.taken + plan.left == limit
    assert (plan.problem is None) == (plan.left >= unreserved or not plan.taken)
    assert all(taker.taken for taker in plan.takers)


def test_what_is_provisioned_lies_inside_what_is_reserved() -> None:
    plan = lambda_plan([Taker("api", 25, 10), Taker("predict", 0, 5)], 1000)
    assert plan.taken == 30
    assert [taker.name for taker in plan.takers] == ["api", "predict"]


def test_the_table_says_who_takes_how_much() -> None:
    plan = lambda_plan([Taker("api.function", 800, 10), Taker("router", 150, 0), Taker("idle", 0, 0)], 1000)
    assert plan.problem == (
        "950 of the account's 1000 concurrent runs are taken, which leaves 50; accepted: 100 or more left\n"
        "  api.function     800  (reserved 800, provisioned 10)\n"
        "  router           150  (reserved 150, provisioned 0)"
    )


def test_without_a_limit_nothing_is_known_and_a_young_account_may_take_nothing() -> None:
    unknown = lambda_plan([Taker("api", 5000, 0)], None)
    assert (unknown.left, unknown.problem) == (None, None)
    assert lambda_plan([], 10).problem is None
    assert lambda_plan([Taker("api", 1, 0)], 10).problem is not None


@pytest.mark.parametrize(
    ("reserved", "provisioned", "text"),
    [
        (-1, 0, "reserved = -1"),
        (5, 6, "provisioned = 6 is not accepted: a whole number from 0 to 5"),
        (True, 0, "reserved"),
    ],
)
def test_a_taker_that_cannot_be_is_refused(reserved: int, provisioned: int, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Taker("f", reserved, provisioned)


def test_less_than_aws_leaves_cannot_be_left() -> None:
    with pytest.raises(ValueError, match="unreserved = 99"):
        lambda_plan([], 1000, 99)
    with pytest.raises(ValueError, match="account_limit = 0"):
        lambda_plan([], 0)
