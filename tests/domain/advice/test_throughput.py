"""Traffic, and how many of each thing it needs."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.advice.throughput import (
    TrafficProfile,
    concurrency_for,
    instances_for,
    invocations_per_minute,
    units_for,
)

CHAT = TrafficProfile(1_000_000, 3.5, 6, 500, 300, 2.0)
rates = st.floats(0, 1e5)
each = st.floats(0.01, 1e5)
shares = st.floats(0, 2)


def test_a_million_messages_a_day() -> None:
    """What this example really needs; 40,000 tokens a minute for a model unit and 8 requests/s are its own figures."""
    assert CHAT.average_rps == pytest.approx(11.574, abs=0.001)
    assert CHAT.peak_rps == pytest.approx(40.509, abs=0.001)
    assert CHAT.burst_rps == pytest.approx(81.019, abs=0.001)
    assert CHAT.off_peak_rps == pytest.approx(1.929, abs=0.001)
    assert round(CHAT.tokens_in_per_minute) == 1_215_278
    assert round(CHAT.tokens_out_per_minute) == 729_167
    assert round(CHAT.tokens_per_minute) == 1_944_444
    assert CHAT.burst_rps < 1000 / 2.0 * 0.7 == 350
    assert units_for(CHAT.tokens_per_minute, 40_000) == 49
    assert instances_for(CHAT.peak_rps, 8) == 6
    assert concurrency_for(CHAT.burst_rps, 2.0, 0.2) == 195
    assert invocations_per_minute(8) == 480


@given(
    st.integers(1, 10**9),
    st.floats(0.5, 24),
    st.floats(0, 1),
)
def test_peak_and_rest_carry_the_day(daily: int, hours: float, position: float) -> None:
    multiplier = 1 + position * (24 / hours - 1)
    profile = TrafficProfile(daily, multiplier, hours)
    carried = 3600 * (profile.peak_rps * hours + profile.off_peak_rps * (24 - hours))
    assert carried == pytest.approx(daily, rel=1e-6)
    assert profile.off_peak_rps <= profile.average_rps * (1 + 1e-9) <= profile.peak_rps * (1 + 2e-9)
    assert profile.monthly_messages == pytest.approx(daily * 730 / 24)


@example(5e-324, 2.0, 0.0)  # the smallest float: its half is 0
@given(rates, each, shares)
def test_what_is_returned_is_enough_and_one_less_is_not(rate: float, one: float, headroom: float) -> None:
    needed = instances_for(rate, one, headroom)
    assert needed * one >= rate * (1 + headroom) * (1 - 1e-8)
    assert needed == 0 or (needed - 1) * one < rate * (1 + headroom)
    assert units_for(rate, one, headroom) == needed


@given(rates, st.floats(0, 100), shares, shares)
def test_more_headroom_never_needs_less(rate: float, seconds: float, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert concurrency_for(rate, seconds, less) <= concurrency_for(rate, seconds, more)


def test_a_whole_number_stays_one() -> None:
    """0.1 x 3 is a little more than 0.3 in floats; a tenth instance for it would be a cost for nothing."""
    assert concurrency_for(3, 0.1 * 10) == 3
    assert instances_for(0.1 + 0.2, 0.1) == 3
    assert concurrency_for(0, 5) == 0
    assert concurrency_for(0.001, 0.001) == 1


@pytest.mark.parametrize(
    ("given_fields", "names"),
    [
        ({"daily_messages": -1}, "daily_messages"),
        ({"daily_messages": 0}, "daily_messages"),
        ({"daily_messages": 1.5}, "daily_messages"),
        ({"peak_multiplier": 0.5}, "peak_multiplier"),
        ({"peak_multiplier": math.inf}, "peak_multiplier"),
        ({"peak_hours": 0}, "peak_hours"),
        ({"peak_hours": 25}, "peak_hours"),
        ({"peak_multiplier": 5, "peak_hours": 6}, "at most 4 with peak_hours = 6"),
        ({"peak_multiplier": 3.5}, "at most 1 with peak_hours = 24"),
        ({"avg_input_tokens": -1}, "avg_input_tokens"),
        ({"avg_output_tokens": math.nan}, "avg_output_tokens"),
        ({"burst_factor": 0.9}, "burst_factor"),
    ],
)
def test_traffic_that_cannot_be_is_refused(given_fields: dict[str, Any], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        TrafficProfile(**{"daily_messages": 1000, **given_fields})


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf, True])
def test_amounts_that_are_none_are_refused(bad: float) -> None:
    for call in (
        lambda: concurrency_for(bad, 1),
        lambda: concurrency_for(1, bad),
        lambda: concurrency_for(1, 1, bad),
        lambda: units_for(bad, 1),
        lambda: units_for(1, bad),
        lambda: instances_for(1, bad),
        lambda: invocations_per_minute(bad),
    ):
        with pytest.raises(ValueError, match="not accepted"):
            call()


def test_a_product_beyond_all_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        concurrency_for(1e308, 1e308)
    with pytest.raises(ValueError, match="rps_per_instance"):
        instances_for(1, 0)
