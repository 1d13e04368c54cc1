"""Traces that are made: the rates that were asked for, the same seed the same bytes, and what is refused."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.simulation import Trace, TraceError, bursty, diurnal, steady

MAKERS: list[Callable[..., Trace]] = [
    lambda **more: steady(20, 3_600, **more),
    lambda **more: bursty(20, 3_600, **more),
    lambda **more: diurnal(80_000, **more),
]


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_seed_gives_the_same_trace_and_another_seed_another(make: Callable[..., Trace]) -> None:
    first, again, other = make(seed=3), make(seed=3), make(seed=4)
    assert first.arrivals_s.tobytes() == again.arrivals_s.tobytes()
    assert first.source == again.source
    assert "generated" in first.source
    assert first.arrivals_s.tobytes() != other.arrivals_s.tobytes()


@pytest.mark.parametrize("make", MAKERS)
def test_the_number_of_requests_is_what_was_asked_for_within_five_standard_deviations(make: Any) -> None:
    wanted = {3_600.0: 72_000, 86_400.0: 80_000}
    for seed in range(3):
        found = make(seed=seed)
        expected = wanted[found.duration_s]
        assert abs(found.requests - expected) < 5 * math.sqrt(expected)


def test_steady_arrivals_are_independent_of_one_another() -> None:
    """Gaps of a Poisson process are exponential: their standard deviation is their mean."""
    gaps = np.diff(steady(50, 4_000, seed=1).arrivals_s)
    assert gaps.std() / gaps.mean() == pytest.approx(1, abs=0.02)


def test_bursts_are_as_much_denser_as_was_asked_for() -> None:
    """An index of dispersion well above 1 is what a Poisson process cannot have."""
    calm = np.bincount(steady(20, 36_000, seed=1).arrivals_s.astype(int))
    burst = np.bincount(bursty(20, 36_000, seed=1, burst_factor=6).arrivals_s.astype(int))
    assert calm.var() / calm.mean() == pytest.approx(1, abs=0.1)
    assert burst.var() / burst.mean() > 5
    assert bursty(20, 36_000, seed=1, burst_factor=1).requests == pytest.approx(720_000, rel=0.01)


def hourly(trace: Trace) -> Any:
    return np.bincount((trace.arrivals_s / 3600).astype(int), minlength=24)


def test_the_peak_hours_are_at_the_multiple_of_the_average_in_local_time() -> None:
    found = hourly(diurnal(2_400_000, seed=1, peak_multiplier=3.5, peak_hours=(9, 10), timezone="Asia/Tokyo"))
    assert found[0] == pytest.approx(350_000, rel=0.01)  # 09:00 in Tokyo is 00:00 UTC
    assert found[1] == pytest.approx(350_000, rel=0.01)
    assert found.sum() == pytest.approx(2_400_000, rel=0.005)
    assert sorted(np.argsort(found)[-2:]) == [0, 1]
    assert found.argmin() in range(10, 16)  # opposite to the peak


@given(st.floats(1, 6), st.sets(st.integers(0, 23), min_size=1, max_size=4))
def test_no_hour_outside_of_the_peak_is_busier_and_the_day_has_its_sum(peak: float, hours: set[int]) -> None:
    trace = diurnal(240_000, seed=2, peak_multiplier=peak, peak_hours=hours)
    found = hourly(trace)
    rest = [found[hour] for hour in range(24) if hour not in hours]
    assert min(found[hour] for hour in hours) >= max(rest) - 6 * math.sqrt(peak * 10_000)
    assert trace.requests == pytest.approx(240_000, abs=6 * math.sqrt(240_000))


def test_days_follow_one_another_and_a_change_of_the_clocks_moves_the_peak() -> None:
    found = diurnal(240_000, seed=1, peak_hours=(12,), timezone="Europe/Berlin", day=date(2026, 3, 28), days=2)
    counts = np.bincount((found.arrivals_s / 3600).astype(int), minlength=48)
    assert found.duration_s == 2 * 86_400
    assert counts[:24].argmax() == 11  # 12:00 is 11:00 UTC in winter
    assert counts[24:].argmax() == 10


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: steady(0, 60, seed=1), "average_rps = 0"),
        (lambda: steady(-5, 60, seed=1), "average_rps = -5"),
        (lambda: steady(math.nan, 60, seed=1), "average_rps = nan"),
        (lambda: steady(5, math.inf, seed=1), "duration_s = inf"),
        (lambda: steady(5, 60, seed=-1), "seed = -1"),
        (lambda: steady(5, 60, seed=True), "seed = True"),
        (lambda: steady(1e6, 86_400, seed=1), "are too many: accepted are up to 50,000,000"),
        (lambda: steady(1e-9, 60, seed=1), "no request came in 60 s"),
        (lambda: bursty(5, 60, seed=1, burst_factor=0.5), "burst_factor = 0.5"),
        (lambda: bursty(5, 60, seed=1, burst_s=60, every_s=60), "every_s = 60"),
        (lambda: diurnal(-1, seed=1), "daily_requests = -1"),
        (lambda: diurnal(1e4, seed=1, peak_multiplier=0.9), "peak_multiplier = 0.9"),
        (lambda: diurnal(1e4, seed=1, peak_multiplier=7), "1 to 23 hours, at most 3.42857 with peak_multiplier = 7"),
        (lambda: diurnal(1e4, seed=1, peak_hours=()), "peak_hours = ()"),
        (lambda: diurnal(1e4, seed=1, peak_hours=(24,)), "peak_hours = 24"),
        (lambda: diurnal(1e4, seed=1, timezone="Asia/Edo"), "timezone = 'Asia/Edo'"),
        (lambda: diurnal(1e4, seed=1, days=0), "days = 0"),
    ],
)
def test_what_cannot_be_made_is_refused(make: Callable[[], Trace], words: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011
        make()
    assert words in str(found.value)


def test_a_refusal_for_a_trace_is_a_trace_error() -> None:
    assert issubclass(TraceError, ValueError)
