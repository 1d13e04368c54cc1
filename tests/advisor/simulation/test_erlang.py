"""The formulas against known values, and the simulator against the formulas."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.simulation import ExponentialTime, RealtimeSetup, erlang_c, mean_wait_s, simulate, steady
from advisor.simulation.draws import SERVICE, Draws

SERVICE_S = 0.1


def test_known_values() -> None:
    assert erlang_c(1, 0.7) == pytest.approx(0.7)  # with one server, it waits when that is busy
    assert erlang_c(2, 1) == pytest.approx(1 / 3)
    assert erlang_c(10, 0) == 0
    assert mean_wait_s(1, 0.5, 1) == pytest.approx(1.0)  # rho / (1 - rho) services


@given(st.integers(1, 12), st.floats(0.01, 0.99))
def test_the_recursion_is_the_sum_of_the_textbook(servers: int, share: float) -> None:
    load = servers * share
    last = load**servers / math.factorial(servers) / (1 - share)
    assert erlang_c(servers, load) == pytest.approx(
        last / (math.fsum(load**k / math.factorial(k) for k in range(servers)) + last)
    )


@given(st.integers(1, 3_000), st.floats(0, 0.99))
def test_it_is_a_probability_and_one_server_more_never_waits_longer(servers: int, share: float) -> None:
    load = servers * share
    assert 0 <= erlang_c(servers + 1, load) <= erlang_c(servers, load) <= 1


@pytest.mark.parametrize(
    ("servers", "load", "words"),
    [(0, 0.5, "servers = 0"), (2, 2, "the queue would grow for ever"), (2, math.nan, "nan"), (2, -1, "-1")],
)
def test_a_queue_without_an_end_is_refused(servers: int, load: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        erlang_c(servers, load)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.5), (4, 0.7), (16, 0.7)])
def test_the_simulator_waits_as_erlang_says(servers: int, load: float) -> None:
    """Eight million requests: the standard error of the last one is 0.8 %; benchmarks/simulator.py takes more."""
    rate = servers * load / SERVICE_S
    waits, waited = [], []
    for seed in range(8):
        trace = steady(rate, 1e6 / rate, seed=seed)
        setup = RealtimeSetup(service=ExponentialTime(1000 * SERVICE_S), concurrency=servers)
        latencies = simulate(trace, setup, seed).latencies_ms / 1000
        assert latencies.size == trace.requests
        own = latencies - setup.service.seconds(Draws(trace.requests, seed).normals(SERVICE))
        waits.append(own.mean())
        waited.append((own > 1e-9).mean())
    assert np.mean(waits) == pytest.approx(mean_wait_s(servers, rate, SERVICE_S), rel=0.02)
    assert np.mean(waited) == pytest.approx(erlang_c(servers, rate * SERVICE_S), rel=0.02)
