"""Latency profiles: warm percentiles and those of the mixture with cold starts."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.advice.latency import PROFILES, LatencyProfile
from domain.advice.percentiles import percentile
from domain.patterns import Pattern

LAMBDA = Pattern.LAMBDA_ON_DEMAND


def profile(p50: float = 1200, p90: float = 2000, p99: float = 3500, **others: Any) -> LatencyProfile:
    return LatencyProfile(LAMBDA, p50, p90, p99, **others)


steps = st.floats(0, 5000)
profiles = st.builds(
    lambda p50, more, most, cold, share: profile(
        p50, p50 + more, p50 + more + most, cold_start_ms=cold, cold_start_probability=share
    ),
    st.floats(1, 5000),
    steps,
    steps,
    st.floats(0, 60_000),
    st.floats(0, 1),
)
shares = st.floats(0.1, 99.9)


@given(profiles)
def test_the_given_percentiles_come_back(one: LatencyProfile) -> None:
    for p, given_ms in ((50, one.p50_ms), (90, one.p90_ms), (99, one.p99_ms)):
        assert one.percentile(p) == pytest.approx(given_ms)


@given(profiles, shares, shares)
def test_percentiles_never_fall(one: LatencyProfile, first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert one.percentile(low) <= one.percentile(high) * (1 + 1e-9)
    assert one.effective(low) <= one.effective(high) * (1 + 1e-9)


@given(profiles, shares)
def test_the_mixture_lies_between_warm_and_warm_plus_a_start(one: LatencyProfile, p: float) -> None:
    warm = one.percentile(p)
    assert warm * (1 - 1e-9) <= one.effective(p) <= (warm + one.cold_start_ms) * (1 + 1e-9)


@given(profiles, shares)
def test_the_percentile_of_the_mixture_is_where_that_share_is_done(one: LatencyProfile, p: float) -> None:
    at = one.effective(p)
    assert one.share_within(at * (1 + 1e-6)) >= p / 100 - 1e-6
    assert one.share_within(at * (1 - 1e-3)) <= p / 100 + 1e-6


@given(profiles, st.floats(0, 1))
def test_more_cold_starts_never_make_it_faster(one: LatencyProfile, other: float) -> None:
    low, high = sorted((one.cold_start_probability, other))
    fewer, more = replace(one, cold_start_probability=low), replace(one, cold_start_probability=high)
    assert fewer.effective_p99_ms <= more.effective_p99_ms * (1 + 1e-9)


@pytest.mark.parametrize(("share", "cold"), [(0.05, 3300), (0.005, 8000), (0.3, 500), (0.015, 20_000)])
def test_the_p99_is_the_one_of_many_drawn_requests(share: float, cold: float) -> None:
    """Not the larger of warm p99 and start: half a percent of starts of 8 s leaves the p99 far below 8 s."""
    one = profile(cold_start_ms=cold, cold_start_probability=share)
    dice = random.Random(7)
    drawn = [
        one.percentile(dice.uniform(0.001, 99.999)) + (cold if dice.random() < share else 0) for _ in range(40_000)
    ]
    assert one.effective_p99_ms == pytest.approx(percentile(drawn, 99), rel=0.05)


def test_rare_starts_are_not_the_p99_and_frequent_ones_are_more_than_their_length() -> None:
    rare = profile(500, 800, 1200, cold_start_ms=600_000, cold_start_probability=0.001)
    assert rare.effective_p99_ms < 2000
    frequent = profile(700, 1500, 5000, cold_start_ms=7300, cold_start_probability=0.10)
    assert frequent.effective_p99_ms > 7300


def test_the_mean_lies_above_the_median_of_a_skewed_latency_and_on_a_constant() -> None:
    assert profile().mean_ms > 1200
    assert profile(80, 80, 80).mean_ms == pytest.approx(80)
    assert profile(80, 80, 80).effective_p99_ms == pytest.approx(80)


def test_each_pattern_has_a_plan_that_says_that_it_is_one() -> None:
    assert set(PROFILES) == set(Pattern)
    for pattern, one in PROFILES.items():
        assert one.pattern is pattern
        assert one.assumed
        assert one.source


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"p50_ms": 0}, "p50_ms"),
        ({"p50_ms": math.nan}, "p50_ms"),
        ({"p50_ms": True}, "p50_ms"),
        ({"p90_ms": 1199}, "at least p50_ms = 1200"),
        ({"p99_ms": 1999}, "at least p90_ms = 2000"),
        ({"p50_ms": 4000}, "p90_ms"),
        ({"p99_ms": math.inf}, "p99_ms"),
        ({"cold_start_ms": -1}, "cold_start_ms"),
        ({"cold_start_probability": 1.01}, "0 to 1"),
        ({"cold_start_probability": -0.1}, "cold_start_probability"),
        ({"cold_start_probability": math.nan}, "cold_start_probability"),
    ],
)
def test_what_no_latency_is_like_is_refused(changes: dict[str, Any], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        replace(profile(), **changes)


@pytest.mark.parametrize("p", [0, 100, -5, math.nan])
def test_a_percentile_without_an_end_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="p = "):
        profile().percentile(p)
    with pytest.raises(ValueError, match="p = "):
        profile(cold_start_ms=5, cold_start_probability=0.5).effective(p)
