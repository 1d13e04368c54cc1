from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.spread import NOTHING, Spread, total

FIGURES = st.floats(0, 1e12, allow_nan=False)
SPREADS = st.lists(FIGURES, min_size=3, max_size=3).map(lambda found: Spread(*sorted(found)))
SHARES = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(lambda found: Spread(*sorted(found)))


@pytest.mark.parametrize(
    "figures", [(-1, 0, 0), (2, 1, 3), (0, 3, 2), (0, 0, float("inf")), (float("nan"), 0, 0), (0, 0, float("nan"))]
)
def test_figures_that_are_negative_not_finite_or_out_of_order_are_refused(figures: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="low <= expected <= high"):
        Spread(*figures)


@given(SPREADS, SPREADS)
def test_a_sum_and_a_product_keep_the_order(one: Spread, other: Spread) -> None:
    for found in (one + other, one * other, one * 3.0, 3.0 * one, total([one, other])):
        assert found.low <= found.expected <= found.high


@given(st.lists(SPREADS, max_size=8))
def test_the_order_of_the_parts_makes_no_difference_to_a_sum(parts: list[Spread]) -> None:
    assert total(parts) == total(reversed(parts))


@given(SHARES, FIGURES, FIGURES)
def test_a_share_of_the_way_lies_between_both_ends(share: Spread, one: float, other: float) -> None:
    low, high = sorted((one, other))
    found = share.between(low, high)
    assert low <= found.low <= found.expected <= found.high <= high


def test_nothing_is_nothing_and_a_busy_month_alone_is_something() -> None:
    assert NOTHING.is_nothing
    assert total([]) == NOTHING
    assert not Spread(0, 0, 1).is_nothing
