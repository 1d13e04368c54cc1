"""Traces: what is moved is not lost, what is scaled keeps its shape, and a wrong recording is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import InputError
from advisor.recommend.arrivals import BURST_EVERY_S, BURST_S, of_minutes, scaled, trace_of, with_bursts
from advisor.recommend.load import load_of
from advisor.recommend.workload import Traffic
from advisor.simulation import Trace, steady


@given(st.floats(1, 19.9), st.integers(0, 5), st.floats(100, 5000))
def test_bursts_move_requests_and_neither_lose_nor_add_any(factor: float, seed: int, duration_s: float) -> None:
    trace = steady(0.5, duration_s, seed=seed)
    found = with_bursts(trace, factor, seed)
    assert found.requests == trace.requests
    assert np.all(np.diff(found.arrivals_s) >= 0)
    assert found.arrivals_s[0] >= 0
    assert found.arrivals_s[-1] <= trace.duration_s


def test_a_burst_has_so_many_times_the_rate_around_it_before() -> None:
    trace = steady(50.0, 6000.0, seed=1)
    found = with_bursts(trace, 4.0, 1)
    inside = np.count_nonzero(found.arrivals_s % BURST_EVERY_S < BURST_S) / (BURST_S * 10)
    assert inside == pytest.approx(4 * 50, rel=0.05)


@given(st.floats(0.01, 5), st.integers(0, 3))
def test_scaled_traffic_has_the_length_and_about_the_requests(factor: float, seed: int) -> None:
    trace = steady(2.0, 2000.0, seed=0)
    found = scaled(trace, factor, seed)
    assert found.duration_s == trace.duration_s
    assert abs(found.requests - trace.requests * factor) <= max(4 * (trace.requests * factor) ** 0.5, 1)
    assert np.all(np.diff(found.arrivals_s) >= 0)


def test_minutes_become_requests_within_their_minutes() -> None:
    trace = of_minutes({3: 5, 7: 1}, 60, "a stack", 0)
    assert (trace.requests, trace.duration_s) == (6, 3600)
    assert sorted({int(at // 60) for at in trace.arrivals_s}) == [3, 7]


@pytest.mark.parametrize("counts", [{}, {0: 20_000_001}])
def test_no_request_and_too_many_are_refused(counts: dict[int, int]) -> None:
    with pytest.raises(InputError, match="accepted is 1 to 20,000,000"):
        of_minutes(counts, 60, "a stack", 0)


def test_the_load_of_a_trace_is_its_rates() -> None:
    arrivals = np.concatenate([np.linspace(0, 599, 60), np.linspace(300, 329, 300)])
    load = load_of(Trace(np.sort(arrivals), 600.0, "t", "t"))
    assert load.requests == 360
    assert load.average_rps == pytest.approx(0.6)
    assert load.peak_rps <= load.burst_rps == pytest.approx(303 / 30)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("timestamp_s\n", "t.csv"),
        ("timestamp_s\n3\n1\n", "line 3"),
        ("timestamp_s\nnan\n", "line 2"),
        ("timestamp_s\n-1\n", "line 2"),
        ("", "t.csv"),
    ],
)
def test_a_wrong_recording_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(InputError) as refused:
        trace_of(Traffic(trace="t.csv"), tmp_path, 0)
    assert says in str(refused.value)


def test_a_recording_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv"):
        trace_of(Traffic(trace="none.csv"), tmp_path, 0)


@pytest.mark.parametrize("shape", ["steady", "bursty", "diurnal"])
def test_every_shape_has_the_requests_of_its_day(shape: str) -> None:
    traffic = Traffic.model_validate({"daily_requests": 20_000, "shape": shape})
    trace = trace_of(traffic, Path(), 0)
    assert trace.duration_s == 86_400
    assert trace.requests == pytest.approx(20_000, rel=0.05)
