"""Percentiles by nearest rank, and how many samples one needs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.percentiles import percentile, samples_for

values = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60)
shares = st.integers(1, 1000).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(
    ("count", "p", "rank"),
    [
        (100, 99, 99),
        (100, 100, 100),
        (100, 1, 1),
        (1000, 99, 990),
        (1000, 99.9, 999),
        (10, 50, 5),
        (11, 50, 6),
        (1, 99, 1),
        (300, 29, 87),
    ],
)
def test_nearest_rank(count: int, p: float, rank: int) -> None:
    """The p99 of 1 to 100 is 99, not 100; 29 percent of 300 are 87, though a float product says 87.00000000000001."""
    assert percentile(range(count, 0, -1), p) == rank


@given(values, shares)
def test_it_is_a_value_that_enough_others_do_not_exceed(numbers: list[float], p: float) -> None:
    found = percentile(numbers, p)
    assert found in numbers
    at_most = sum(1 for number in numbers if number <= found)
    below = sum(1 for number in numbers if number < found)
    assert at_most * 1000 >= round(p * 10) * len(numbers)
    assert below * 1000 < round(p * 10) * len(numbers)


@given(values, shares, shares)
def test_a_higher_percentile_is_never_lower(numbers: list[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert percentile(numbers, low) <= percentile(numbers, high)


@pytest.mark.parametrize("numbers", [[], [math.nan], [1.0, math.inf], [True]])
def test_what_is_no_measurement_is_refused(numbers: list[float]) -> None:
    with pytest.raises(ValueError, match="values"):
        percentile(numbers, 50)


@pytest.mark.parametrize("p", [0, -1, 100.1, math.nan, True])
def test_a_percentile_out_of_range_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="p = "):
        percentile([1.0], p)


@pytest.mark.parametrize(("p", "fewest"), [(50, 5), (90, 29), (99, 299), (99.9, 2995)])
def test_samples_that_a_percentile_needs(p: float, fewest: int) -> None:
    assert samples_for(p) == fewest


@given(st.integers(1, 999).map(lambda tenths: tenths / 10), st.floats(0.01, 0.999))
def test_with_so_many_the_largest_lies_above_it_with_that_chance_and_with_one_less_not(p: float, chance: float) -> None:
    fewest = samples_for(p, chance)
    assert 1 - (p / 100) ** fewest >= chance - 1e-9
    assert 1 - (p / 100) ** (fewest - 1) < chance + 1e-9


@pytest.mark.parametrize(("p", "confidence"), [(100, 0.95), (99, 1), (99, 0), (99, math.nan)])
def test_no_number_of_samples_is_enough_for_everything(p: float, confidence: float) -> None:
    with pytest.raises(ValueError, match="not accepted"):
        samples_for(p, confidence)
