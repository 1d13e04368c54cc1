"""Lambda and serverless inference: cold starts, limits, idle environments, provisioned ones, retries."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.simulation import (
    ExponentialTime,
    LambdaSetup,
    ObservedTime,
    Retry,
    ServerlessSetup,
    ServiceTime,
    Trace,
    simulate,
    steady,
)
from advisor.simulation.draws import SERVICE, Draws
from tests.advisor.simulation.plain import Environments

SECOND = ServiceTime(1000, 1000)
COLD = ServiceTime(4000, 4000)
TIMES = st.lists(st.integers(0, 120).map(lambda tick: tick / 4), min_size=1, max_size=60).map(sorted)


def trace(*times: float, duration_s: float = 1000.0) -> Trace:
    return Trace(np.array(times), duration_s, "mine", "a test")


def function(**more: Any) -> LambdaSetup:
    return LambdaSetup(**{"service": SECOND, "cold_start": COLD} | more)


def test_the_first_request_waits_for_a_cold_start_and_the_next_does_not() -> None:
    found = simulate(trace(0, 10, 20), function(), 1)
    assert found.latencies_ms.tolist() == pytest.approx([5000, 1000, 1000])
    assert found.cold_starts == 1
    assert found.busy_seconds == pytest.approx(7)


def test_requests_at_the_same_moment_take_an_environment_each() -> None:
    found = simulate(trace(5, 5, 5), function(), 1)
    assert found.cold_starts == 3
    assert found.timeline.capacity.max() == pytest.approx(3)


def test_an_environment_that_ends_at_an_arrival_is_free_for_it() -> None:
    assert simulate(trace(0, 5, 6, 7), function(), 1).cold_starts == 1


def test_idle_environments_go_and_the_one_used_last_is_kept() -> None:
    """Two at once make two environments; single requests then use one of them, and the other one goes."""
    times = [0, 0, *range(10, 200, 10), 195, 195]
    found = simulate(trace(*times), function(idle_expiry_s=100), 1)
    assert found.cold_starts == 3


def test_an_environment_that_goes_at_once_is_always_cold() -> None:
    assert simulate(trace(0, 10, 20), function(idle_expiry_s=0), 1).cold_starts == 3


def test_at_the_limit_requests_are_throttled() -> None:
    found = simulate(trace(0, 0, 0, 10), ServerlessSetup(service=SECOND, limit=2), 1)
    assert found.errors == {"throttled": 1, "timeout": 0, "no_capacity": 0, "expired": 0}
    assert found.answered == 3
    assert found.error_rate == 0.25


def test_a_client_that_retries_is_answered_later_and_its_wait_is_in_its_latency() -> None:
    found = simulate(trace(0, 0), function(limit=1, cold_start=None, retry=Retry(8, backoff_s=2)), 3)
    assert found.answered == 2
    assert found.latencies_ms.min() == pytest.approx(1000)
    assert found.latencies_ms.max() > 2000


def test_retries_end_after_the_attempts() -> None:
    found = simulate(trace(0, 0), function(limit=1, cold_start=COLD, retry=Retry(2, backoff_s=0.1)), 3)
    assert found.errors["throttled"] == 1


def test_environments_are_started_no_faster_than_the_rate() -> None:
    """1,000 in ten seconds for a function: of 2,500 at once, 1,000 are served, and 100 more a second later on."""
    burst = simulate(trace(*[0.0] * 2500), function(limit=5000, cold_start=None), 1)
    assert burst.answered == 1000
    later = simulate(trace(*[0.0] * 1000, *[0.5] * 1000), function(limit=5000, cold_start=None), 1)
    assert later.answered == 1050
    assert simulate(trace(*[0.0] * 200), ServerlessSetup(service=SECOND, limit=200), 1).answered == 200


def test_the_rate_is_not_saved_up() -> None:
    late = simulate(trace(*[500.0] * 2500), function(limit=5000, cold_start=None), 1)
    assert late.answered == 1000


def test_provisioned_environments_are_warm_and_paid_for_all_the_time() -> None:
    found = simulate(trace(0, 0, 0), function(provisioned=2), 1)
    assert found.cold_starts == 1
    assert found.provisioned_seconds == 2000
    assert found.provisioned_busy_seconds == pytest.approx(2)
    assert found.busy_seconds == pytest.approx(7)
    assert found.timeline.capacity.min() >= 2


def test_provisioned_ones_count_against_the_limit() -> None:
    assert simulate(trace(0, 0, 0), function(provisioned=2, limit=2), 1).errors["throttled"] == 1


def test_a_time_limit_ends_an_invocation_and_the_time_is_paid_for() -> None:
    found = simulate(trace(0), ServerlessSetup(service=ServiceTime(90_000, 90_000), limit=1, cold_start=COLD), 1)
    assert found.errors["timeout"] == 1
    assert found.busy_seconds == pytest.approx(64)
    with pytest.raises(ValueError, match="no request was answered"):
        found.percentile(99)


def test_a_cold_start_that_is_not_billed_is_not_busy() -> None:
    assert simulate(trace(0), function(cold_start_billed=False), 1).busy_seconds == pytest.approx(1)


def test_overhead_is_in_the_latency_and_not_in_what_is_paid() -> None:
    found = simulate(trace(0), function(cold_start=None, overhead_ms=30), 1)
    assert found.latencies_ms.tolist() == pytest.approx([1030])
    assert found.busy_seconds == pytest.approx(1)


@given(TIMES, st.integers(1, 4), st.integers(0, 3), st.sampled_from([0.0, 1.0, 5.0]), st.integers(0, 5))
def test_a_list_that_is_looked_through_says_the_same(
    times: list[float], limit: int, provisioned: int, expiry: float, seed: int
) -> None:
    provisioned = min(provisioned, limit)
    service = ObservedTime([250, 500, 2250])
    setup = LambdaSetup(
        service=service, limit=limit, provisioned=provisioned, cold_start=ServiceTime(750, 750), idle_expiry_s=expiry
    )
    found = simulate(trace(*times), setup, seed)
    lasts = service.seconds(Draws(len(times), seed).normals(SERVICE))
    plain = Environments(limit, provisioned, expiry, 0.75).serve(times, lasts.tolist())
    assert found.cold_starts == plain.count("cold")
    assert found.errors["throttled"] == plain.count("throttled")
    expected = [
        1000 * (one + 0.75 * (kind == "cold")) for one, kind in zip(lasts, plain, strict=True) if kind != "throttled"
    ]
    assert found.latencies_ms.tolist() == pytest.approx(expected)


@given(TIMES, st.integers(1, 6), st.integers(0, 4))
def test_with_one_service_time_a_higher_limit_never_throttles_more(times: list[float], limit: int, seed: int) -> None:
    """With times that differ it may: one request more that is served can be in the way of two others."""
    counts = [
        simulate(trace(*times), ServerlessSetup(service=SECOND, limit=limit + more), seed).errors["throttled"]
        for more in (0, 1, len(times))
    ]
    assert counts[0] >= counts[1] >= counts[2] == 0


@given(TIMES, st.integers(0, 4), st.floats(0, 20), st.floats(0, 20))
def test_keeping_idle_environments_longer_never_makes_more_cold_starts(
    times: list[float], seed: int, first: float, second: float
) -> None:
    """Where a cold start takes no time, so that nothing else differs."""
    service = ExponentialTime(2000)
    short, long = (
        simulate(trace(*times), LambdaSetup(service=service, idle_expiry_s=expiry), seed).cold_starts
        for expiry in sorted((first, second))
    )
    assert long <= short


def test_capacity_and_use_by_minute_are_the_seconds_that_were_there() -> None:
    found = simulate(steady(3, 600, seed=1), function(idle_expiry_s=30), 1)
    assert (found.timeline.in_use <= found.timeline.capacity + 1e-9).all()
    assert found.timeline.in_use.sum() * 60 == pytest.approx(found.busy_seconds, abs=20)
    assert found.timeline.unit == "environments"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: function(limit=0), "limit = 0"),
        (lambda: function(limit=2.5), "limit = 2.5"),
        (
            lambda: ServerlessSetup(service=SECOND, limit=201),
            "limit = 201 is not accepted: a whole number from 1 to 200",
        ),
        (lambda: function(limit=5, provisioned=6), "provisioned = 6 is not accepted: a whole number from 0 to 5"),
        (lambda: function(idle_expiry_s=math.nan), "idle_expiry_s = nan"),
        (lambda: function(time_limit_s=901), "time_limit_s = 901 is not accepted: a number of seconds greater than 0"),
        (lambda: ServerlessSetup(service=SECOND, limit=1, time_limit_s=61), "at most 60"),
        (lambda: function(scaling_per_10_s=0), "scaling_per_10_s = 0"),
        (lambda: function(overhead_ms=-1), "overhead_ms = -1"),
        (lambda: Retry(0), "attempts = 0"),
        (lambda: Retry(2, math.inf), "backoff_s = inf"),
    ],
)
def test_sizes_that_cannot_be_are_refused(make: Any, words: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011
        make()
    assert words in str(found.value)


def test_what_aws_does_not_publish_is_named_with_its_value() -> None:
    named = {entry.name: entry.value for entry in function(idle_expiry_s=77).assumptions()}
    assert named == {"idle_expiry_s": 77}
    assert {entry.name for entry in ServerlessSetup(service=SECOND, limit=1).assumptions()} == {
        "idle_expiry_s",
        "cold_start_billed",
    }
