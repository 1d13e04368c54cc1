"""Traces: what is accepted, what is refused and why, and the figures that sizes are made from."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.simulation import Trace, TraceError


def trace(times: object, duration_s: float = 120.0) -> Trace:
    return Trace(np.array(times, dtype=float), duration_s, "mine", "a test")


def test_the_summary_tells_average_peak_minute_and_burst_second() -> None:
    found = trace([0, 1, 1, 1, 61, 61.2, 61.3, 61.9], 120).summary()
    assert found.requests == 8
    assert found.average_rps == pytest.approx(8 / 120)
    assert found.peak_minute_rps == pytest.approx(4 / 60)
    assert found.burst_second_rps == 4
    assert found.peak_multiplier == pytest.approx(1.0)
    assert found.burst_factor == pytest.approx(60.0)


def test_a_trace_that_is_shorter_than_a_minute_has_rates_of_what_it_lasts() -> None:
    found = trace([0.1, 0.2], 0.5).summary()
    assert found.average_rps == found.peak_minute_rps == found.burst_second_rps == 4


@given(st.lists(st.floats(0, 500), min_size=1, max_size=80))
def test_a_burst_is_at_least_a_peak_and_a_peak_at_least_an_average_over_whole_minutes(times: list[float]) -> None:
    found = trace(sorted(times), 540.0).summary()
    assert found.average_rps <= found.peak_minute_rps * (1 + 1e-9)
    assert found.peak_minute_rps <= found.burst_second_rps * (1 + 1e-9)


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ([], "is empty: a simulation needs at least one request"),
        ([1, math.nan], "number 2 is nan: accepted are finite seconds of at least 0"),
        ([1, math.inf], "number 2 is inf: accepted are finite seconds"),
        ([-1, 2], "number 1 is -1.0: accepted are finite seconds of at least 0"),
        ([1, 3, 2], "number 3 is 2.0: it is before the one above it, 3; sort by time first"),
        ([1, 130], r"ends with 130: accepted is up to duration_s = 120"),
        ([[1], [2]], "accepted is one row of times"),
    ],
)
def test_times_that_cannot_be_are_refused_with_their_place(times: list[float], words: str) -> None:
    with pytest.raises(TraceError, match=words):
        trace(times)


@pytest.mark.parametrize("duration_s", [0, -1, math.nan, math.inf, True, "60"])
def test_a_duration_that_is_none_is_refused(duration_s: float) -> None:
    with pytest.raises(ValueError, match="duration_s"):
        trace([], duration_s)


def test_a_trace_longer_than_a_year_is_refused() -> None:
    with pytest.raises(ValueError, match=r"366 days"):
        trace([1], 400 * 86_400)


def test_arrivals_are_a_copy_that_nobody_can_change() -> None:
    times = np.array([1.0, 2.0])
    kept = Trace(times, 3.0, "mine", "a test")
    times[0] = 9
    assert kept.arrivals_s[0] == 1
    with pytest.raises(ValueError, match="read-only"):
        kept.arrivals_s[0] = 5
