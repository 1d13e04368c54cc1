"""What holds for every pattern: nothing is lost, the same seed gives the same bytes, and the same requests are slow."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.simulation import (
    AsyncSetup,
    BedrockOnDemandSetup,
    BedrockProvisionedSetup,
    ComponentsSetup,
    LambdaSetup,
    RealtimeSetup,
    Retry,
    ServerlessSetup,
    ServiceTime,
    Setup,
    Simulated,
    Tokens,
    Trace,
    Tracking,
    bursty,
    simulate,
    simulate_all,
    steady,
)
from domain.patterns import Pattern

SERVICE = ServiceTime(300, 1500)
COLD = ServiceTime(2000, 6000)
TOKENS = Tokens(500, 300, 0.5)
SETUPS: list[Setup] = [
    LambdaSetup(service=SERVICE, cold_start=COLD, limit=5, provisioned=1, retry=Retry(3)),
    ServerlessSetup(service=SERVICE, cold_start=COLD, limit=3, idle_expiry_s=20),
    RealtimeSetup(service=SERVICE, maximum=4, concurrency=2, tracking=Tracking.invocations(100), time_limit_s=3),
    ComponentsSetup(service=SERVICE, copies=0, maximum=4, tracking=Tracking.concurrency(2), wake_s=200, idle_s=60),
    AsyncSetup(service=SERVICE, maximum=4, tracking=Tracking.backlog(3), ttl_s=60),
    BedrockOnDemandSetup(
        service=SERVICE,
        tokens=TOKENS,
        tokens_per_minute=90_000,
        requests_per_minute=150,
        max_tokens=2000,
        retry=Retry(2),
    ),
    BedrockProvisionedSetup(service=SERVICE, tokens=TOKENS, units=2, tokens_per_minute_per_unit=30_000),
]


def bytes_of(found: Simulated) -> tuple[Any, ...]:
    line = found.timeline
    arrays = (found.latencies_ms, line.times_s, line.capacity, line.in_use)
    amounts = (found.busy_seconds, found.provisioned_busy_seconds, found.instance_seconds, found.overrun_s)
    counts = (found.requests, found.cold_starts, found.tokens_in, found.tokens_out, *found.errors.items())
    return (*(array.tobytes() for array in arrays), *amounts, *counts)


def test_every_pattern_is_here() -> None:
    assert {setup.pattern for setup in SETUPS} == set(Pattern)


@given(
    st.sampled_from(SETUPS),
    st.lists(st.integers(0, 1200).map(lambda tick: tick / 2), min_size=1, max_size=200).map(sorted),
    st.integers(0, 9),
)
def test_every_request_is_answered_or_an_error_and_none_is_faster_than_its_service(
    setup: Setup, times: list[float], seed: int
) -> None:
    found = simulate(Trace(np.array(times), 600.5, "mine", "a test"), setup, seed)
    assert found.requests == len(times) == found.answered + sum(found.errors.values())
    assert found.error_rate == pytest.approx(sum(found.errors.values()) / len(times))
    assert np.isfinite(found.latencies_ms).all()
    assert (found.latencies_ms > 0).all()
    assert found.busy_seconds >= 0
    assert math.isfinite(found.busy_seconds + found.instance_seconds + found.overrun_s)
    line = found.timeline
    assert line.times_s.size == line.capacity.size == line.in_use.size == 11
    assert (line.in_use >= 0).all()


@pytest.mark.parametrize("setup", SETUPS, ids=lambda setup: setup.pattern)
def test_the_same_seed_gives_the_same_bytes_and_alone_the_same_as_together(setup: Setup) -> None:
    trace = bursty(4, 1800, seed=1)
    alone = bytes_of(simulate(trace, setup, 7))
    assert alone == bytes_of(simulate(trace, setup, 7))
    together = simulate_all(trace, SETUPS, 7)
    assert alone == bytes_of(together[SETUPS.index(setup)])
    assert alone != bytes_of(simulate(trace, setup, 8))


def test_the_same_requests_are_slow_for_every_pattern() -> None:
    """With room enough for all, every pattern has the same latencies, request by request."""
    roomy: list[Setup] = [
        LambdaSetup(service=SERVICE),
        ServerlessSetup(service=SERVICE, limit=200),
        RealtimeSetup(service=SERVICE, concurrency=500),
        ComponentsSetup(service=SERVICE, minimum=1, concurrency=500),
        AsyncSetup(service=SERVICE, instances=1, concurrency=500),
        BedrockOnDemandSetup(service=SERVICE, tokens=TOKENS, tokens_per_minute=None),
        BedrockProvisionedSetup(service=SERVICE, tokens=TOKENS, units=9, tokens_per_minute_per_unit=1e9),
    ]
    first, *others = simulate_all(steady(30, 300, seed=1), roomy, 3)
    for other in others:
        assert other.latencies_ms == pytest.approx(first.latencies_ms)


@pytest.mark.parametrize(
    "setup",
    [
        LambdaSetup(service=SERVICE, cold_start=COLD),
        RealtimeSetup(service=SERVICE, concurrency=4),
        AsyncSetup(service=SERVICE, maximum=4, concurrency=2, tracking=Tracking.backlog(3)),
        BedrockOnDemandSetup(service=SERVICE, tokens=TOKENS, tokens_per_minute=None),
    ],
)
def test_the_number_inside_is_the_rate_times_the_time_inside(setup: Setup) -> None:
    """Little's law, L = lambda W, where L is counted at moments of its own."""
    trace = steady(6, 3000, seed=4)
    found = simulate(trace, setup, 4)
    assert found.answered == found.requests
    left = np.sort(trace.arrivals_s + found.latencies_ms / 1000)
    moments = np.random.default_rng(1).uniform(0, left[-1], 200_000)
    inside = np.searchsorted(trace.arrivals_s, moments, "right") - np.searchsorted(left, moments, "right")
    rate = found.requests / left[-1]
    assert inside.mean() == pytest.approx(rate * found.latencies_ms.mean() / 1000, rel=0.02)


def test_percentiles_are_of_the_nearest_rank() -> None:
    found = simulate(
        Trace(np.arange(100.0), 100.0, "mine", "a test"), RealtimeSetup(service=SERVICE, concurrency=99), 1
    )
    ordered = np.sort(found.latencies_ms)
    assert found.percentile(99) == ordered[98]
    assert found.percentile(100) == ordered[99]
    assert found.percentile(0.1) == ordered[0]
    for wrong in (0, 101, math.nan, True):
        with pytest.raises(ValueError, match="percent"):
            found.percentile(wrong)


@pytest.mark.parametrize("seed", [-1, 1.5, True, "7"])
def test_a_seed_that_is_none_is_refused(seed: Any) -> None:
    with pytest.raises(ValueError, match="seed"):
        simulate(steady(5, 60, seed=1), SETUPS[0], seed)


def test_requests_at_one_moment_and_a_trace_of_less_than_a_second_are_simulated() -> None:
    trace = Trace(np.zeros(40), 0.25, "all at once", "a test")
    for found in simulate_all(trace, SETUPS, 1):
        assert found.answered + sum(found.errors.values()) == 40
        assert found.timeline.times_s.tolist() == [0.0]
