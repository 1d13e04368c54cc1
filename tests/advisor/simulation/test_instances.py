"""Instances: the queue, time limits, target tracking with its lag, minima, scale to zero and the way back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.simulation import (
    AsyncSetup,
    ComponentsSetup,
    ExponentialTime,
    Minimum,
    ObservedTime,
    RealtimeSetup,
    ServiceTime,
    Trace,
    Tracking,
    bursty,
    simulate,
    steady,
)
from advisor.simulation.draws import SERVICE, Draws
from tests.advisor.simulation.plain import queue_waits

SECOND = ServiceTime(1000, 1000)
TIMES = st.lists(st.integers(0, 120).map(lambda tick: tick / 4), min_size=1, max_size=60).map(sorted)


def trace(*times: float, duration_s: float = 1000.0) -> Trace:
    return Trace(np.array(times), duration_s, "mine", "a test")


def every(seconds: float, duration_s: float) -> Trace:
    return Trace(np.arange(seconds / 2, duration_s, seconds), duration_s, "even", "a test")


def endpoint(**more: Any) -> RealtimeSetup:
    return RealtimeSetup(**{"service": SECOND} | more)


def components(**more: Any) -> ComponentsSetup:
    return ComponentsSetup(**{"service": SECOND} | more)


def test_requests_wait_in_their_order() -> None:
    found = simulate(trace(0, 0, 0), endpoint(), 1)
    assert found.latencies_ms.tolist() == pytest.approx([1000, 2000, 3000])
    assert simulate(trace(0, 0, 0), endpoint(concurrency=3), 1).latencies_ms.tolist() == pytest.approx([1000] * 3)
    assert simulate(trace(0, 0, 0), endpoint(instances=3), 1).latencies_ms.tolist() == pytest.approx([1000] * 3)


def test_instances_are_paid_for_whether_they_work_or_not() -> None:
    found = simulate(trace(0), endpoint(instances=3), 1)
    assert found.instance_seconds == 3000
    assert found.busy_seconds == pytest.approx(1)


def test_who_waits_for_longer_than_the_limit_leaves_and_is_not_served() -> None:
    found = simulate(trace(*[0.0] * 5), endpoint(time_limit_s=2.5), 1)
    assert found.latencies_ms.tolist() == pytest.approx([1000, 2000])
    assert found.errors["timeout"] == 3
    assert found.busy_seconds == pytest.approx(3)  # one more was being served when its time ended
    assert found.overrun_s == 0


@given(TIMES, st.integers(1, 4), st.integers(0, 5))
def test_a_queue_that_is_looked_through_waits_as_long(times: list[float], slots: int, seed: int) -> None:
    service = ObservedTime([250, 500, 2250])
    found = simulate(trace(*times), endpoint(service=service, concurrency=slots), seed)
    lasts = service.seconds(Draws(len(times), seed).normals(SERVICE)).tolist()
    waits = queue_waits(times, lasts, slots)
    if max(wait + one for wait, one in zip(waits, lasts, strict=True)) <= 60:
        expected = [1000 * (wait + one) for wait, one in zip(waits, lasts, strict=True)]
        assert found.latencies_ms.tolist() == pytest.approx(expected)


@given(TIMES, st.integers(1, 4), st.integers(0, 5))
def test_one_slot_more_never_makes_any_request_wait_longer(times: list[float], slots: int, seed: int) -> None:
    few, more = (
        simulate(trace(*times), AsyncSetup(service=ExponentialTime(2000), instances=count, maximum=5), seed)
        for count in (slots, slots + 1)
    )
    assert (more.latencies_ms <= few.latencies_ms + 1e-6).all()


# Target tracking


def test_units_are_added_after_three_datapoints_and_the_time_that_an_instance_takes() -> None:
    """Two calls a second are 120 a minute: at 60 an instance, two are needed; they are there after 3 min and 5 min."""
    setup = endpoint(service=ServiceTime(10, 10), maximum=5, tracking=Tracking.invocations(60))
    capacity = simulate(every(0.5, 1200), setup, 1).timeline.capacity
    assert capacity.tolist() == pytest.approx([1] * 8 + [2] * 12)


def test_what_was_asked_for_is_paid_from_then_on() -> None:
    setup = endpoint(service=ServiceTime(10, 10), maximum=5, tracking=Tracking.invocations(60))
    assert simulate(every(0.5, 1200), setup, 1).instance_seconds == pytest.approx(1200 + 1200 - 180)


def test_the_number_of_units_is_what_brings_the_metric_to_its_target() -> None:
    setup = endpoint(service=ServiceTime(10, 10), maximum=50, tracking=Tracking.invocations(60))
    assert simulate(every(0.1, 1800), setup, 1).timeline.capacity.max() == 10
    limited = endpoint(service=ServiceTime(10, 10), maximum=4, tracking=Tracking.invocations(60))
    assert simulate(every(0.1, 1800), limited, 1).timeline.capacity.max() == 4


def test_units_are_removed_after_fifteen_datapoints_and_never_below_the_minimum() -> None:
    setup = endpoint(service=ServiceTime(10, 10), instances=8, minimum=2, maximum=8, tracking=Tracking.invocations(60))
    capacity = simulate(every(0.5, 1800), setup, 1).timeline.capacity
    assert capacity.tolist() == pytest.approx([8] * 15 + [2] * 15)


def test_between_ninety_percent_and_the_target_nothing_happens() -> None:
    """57 calls a minute and instance, of 60."""
    setup = endpoint(service=ServiceTime(10, 10), instances=2, minimum=1, maximum=8, tracking=Tracking.invocations(60))
    assert set(simulate(every(60 / 114, 3600), setup, 1).timeline.capacity.round(6)) == {2}


def test_concurrency_is_seen_within_half_a_minute() -> None:
    slow = endpoint(service=ServiceTime(4000, 4000), maximum=9, concurrency=4, tracking=Tracking.concurrency(2))
    capacity = simulate(every(0.5, 1200), slow, 1).timeline.capacity
    assert capacity[4] == 4
    assert capacity[5] > 4  # three datapoints of 10 s, and 300 s until they serve
    by_minute = endpoint(service=ServiceTime(4000, 4000), maximum=9, concurrency=4, tracking=Tracking.invocations(60))
    assert simulate(every(0.5, 1200), by_minute, 1).timeline.capacity[5] == 4


def test_during_a_cooldown_nothing_is_removed() -> None:
    """Ten minutes of load, then none: removal waits for the alarm of 15 minutes and for a cooldown of an hour."""
    times = np.arange(0.25, 600, 0.5)
    load = Trace(times, 7200, "load", "a test")
    tracking = Tracking.invocations(60)
    slow = Tracking(tracking.metric, 60, cooldown_out_s=3600)
    setup = {"service": ServiceTime(10, 10), "maximum": 5}
    quick = simulate(load, endpoint(**setup, tracking=tracking), 1).timeline.capacity
    late = simulate(load, endpoint(**setup, tracking=slow), 1).timeline.capacity
    assert quick[26] == 1
    assert late[60] == 2
    assert late[-1] == 1


def test_a_scheduled_minimum_brings_units_before_the_load() -> None:
    setup = endpoint(instances=1, maximum=4, minima=(Minimum(600, 3), Minimum(1200, 1)))
    capacity = simulate(trace(1, duration_s=1800), setup, 1).timeline.capacity
    assert capacity.tolist() == pytest.approx([1] * 15 + [3] * 15)  # lowering a minimum removes nothing by itself


def test_a_removed_unit_ends_what_it_does() -> None:
    tracking = Tracking(Tracking.invocations(60).metric, 60, datapoints_in=1)
    setup = AsyncSetup(
        service=ServiceTime(300_000, 300_000), instances=2, minimum=1, maximum=2, tracking=tracking, time_limit_s=900
    )
    found = simulate(trace(10, 10, duration_s=900), setup, 1)
    assert found.answered == 2
    assert found.timeline.capacity[5] == 1
    assert found.timeline.in_use[2] == pytest.approx(2)


# Scale to zero


def test_without_a_copy_calls_fail_until_the_first_one_has_woken_it_up() -> None:
    setup = components(copies=0, wake_s=564)
    found = simulate(trace(100, 300, 663, 665, 700, duration_s=900), setup, 1)
    assert found.errors["no_capacity"] == 3
    assert found.answered == 2
    assert found.instance_seconds == pytest.approx(800)


def test_the_last_copy_goes_when_nothing_is_called_and_its_instance_later() -> None:
    found = simulate(trace(10, duration_s=3600), components(idle_s=660, release_s=720), 1)
    capacity = found.timeline.capacity
    assert capacity[11] == 1
    assert capacity[13] == 0
    assert found.instance_seconds == pytest.approx(720 + 720)


def test_copies_share_an_instance() -> None:
    setup = components(copies=4, minimum=4, maximum=4, copies_per_instance=3)
    assert simulate(trace(1), setup, 1).instance_seconds == 2000


def test_a_minimum_by_the_clock_wakes_it_up_before_anybody_calls() -> None:
    setup = components(copies=0, maximum=2, minima=(Minimum(100, 1),), wake_s=564)
    assert simulate(trace(700), setup, 1).answered == 1


def test_a_queue_keeps_what_comes_while_there_is_no_instance() -> None:
    found = simulate(trace(100, 200), AsyncSetup(service=SECOND, wake_s=360), 1)
    assert found.latencies_ms.tolist() == pytest.approx([361_000, 262_000])
    assert found.errors == {"throttled": 0, "timeout": 0, "no_capacity": 0, "expired": 0}


def test_a_backlog_adds_instances() -> None:
    setup = AsyncSetup(service=ServiceTime(10_000, 10_000), instances=1, maximum=6, tracking=Tracking.backlog(5))
    grown = simulate(every(2, 3600), setup, 1)
    alone = simulate(every(2, 3600), AsyncSetup(service=ServiceTime(10_000, 10_000), instances=1), 1)
    assert grown.timeline.capacity.max() > 4
    assert grown.percentile(99) < alone.percentile(99) / 5
    assert alone.overrun_s > 10_000


def test_who_waits_for_longer_than_its_time_to_live_is_expired() -> None:
    setup = AsyncSetup(service=ServiceTime(50_000, 50_000), instances=1, ttl_s=60)
    found = simulate(trace(0, 0, 0, 0), setup, 1)
    assert found.answered == 2
    assert found.errors["expired"] == 2


def test_what_takes_longer_than_the_invocation_may_times_out() -> None:
    setup = AsyncSetup(service=ServiceTime(50_000, 50_000), instances=1, time_limit_s=40)
    found = simulate(trace(0), setup, 1)
    assert found.errors["timeout"] == 1
    assert found.busy_seconds == pytest.approx(40)


def test_an_asynchronous_endpoint_goes_to_zero_when_there_is_nothing_to_do() -> None:
    found = simulate(trace(10, duration_s=3600), AsyncSetup(service=SECOND, instances=1, idle_s=900), 1)
    assert found.instance_seconds == pytest.approx(960)


# Laws


@given(
    st.floats(1, 500),
    st.integers(1, 3),
    st.integers(0, 4),
    st.sampled_from([Tracking.invocations, Tracking.concurrency]),
    st.integers(0, 9),
)
def test_capacity_stays_within_its_limits_and_what_is_paid_is_at_least_what_serves(
    target: float, low: int, more: int, tracking: Any, seed: int
) -> None:
    setup = endpoint(
        service=ExponentialTime(700),
        instances=low,
        minimum=low,
        maximum=low + more,
        tracking=tracking(target),
        provisioning_s=120,
    )
    load = bursty(3, 2400, seed=seed, burst_factor=8, burst_s=200)
    found = simulate(load, setup, seed)
    capacity = found.timeline.capacity
    assert low - 1e-9 <= capacity.min() <= capacity.max() <= low + more + 1e-9
    assert found.instance_seconds >= capacity.sum() * 60 - 1e-6


@pytest.mark.parametrize(
    "setup",
    [
        endpoint(service=ExponentialTime(400), instances=2, concurrency=2),
        endpoint(service=ExponentialTime(400), maximum=9, tracking=Tracking.invocations(200)),
        components(service=ExponentialTime(400), maximum=9, tracking=Tracking.concurrency(2)),
        AsyncSetup(service=ExponentialTime(400), maximum=9, tracking=Tracking.backlog(3)),
    ],
)
def test_slots_in_use_are_the_seconds_of_service(setup: Any) -> None:
    """The utilisation law; what runs beyond the end of the trace is outside of its minutes."""
    found = simulate(steady(8, 3600, seed=2), setup, 2)
    used = found.timeline.in_use.sum() * 60
    assert used <= found.busy_seconds + 1e-6
    assert used == pytest.approx(found.busy_seconds, rel=0.01 + found.overrun_s)
    # A unit that is removed ends what it does: for some seconds of its minute, more is in use than is in service.
    assert (found.timeline.in_use <= found.timeline.capacity + 0.2).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: endpoint(instances=0), "minimum = 0 is not accepted: a whole number of at least 1"),
        (lambda: endpoint(instances=5, maximum=4), "maximum = 4"),
        (
            lambda: endpoint(instances=5, minimum=6, maximum=9),
            "instances = 5 is not accepted: a whole number from 6 to 9",
        ),
        (lambda: endpoint(concurrency=0), "concurrency = 0"),
        (lambda: endpoint(time_limit_s=61), "time_limit_s = 61"),
        (lambda: endpoint(provisioning_s=math.nan), "provisioning_s = nan"),
        (lambda: endpoint(minima=(Minimum(0, 2),)), "minima = 2 is not accepted: a whole number from 1 to 1"),
        (
            lambda: endpoint(maximum=3, minima=(Minimum(9, 1), Minimum(5, 2))),
            "minima = [9, 5] is not accepted: changes in order of time",
        ),
        (lambda: Minimum(-1, 1), "at_s = -1"),
        (lambda: Tracking.invocations(0), "target = 0"),
        (lambda: Tracking.invocations(math.nan), "target = nan"),
        (lambda: components(maximum=0), "maximum = 0"),
        (lambda: components(copies=2), "copies = 2 is not accepted: a whole number from 0 to 1"),
        (lambda: components(wake_s=-1), "wake_s = -1"),
        (lambda: AsyncSetup(service=SECOND, ttl_s=59), "ttl_s = 59"),
        (lambda: AsyncSetup(service=SECOND, time_limit_s=3601), "time_limit_s = 3601"),
        (lambda: AsyncSetup(service=SECOND, concurrency=1001), "concurrency = 1001"),
    ],
)
def test_sizes_that_cannot_be_are_refused(make: Any, words: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011
        make()
    assert words in str(found.value)


def test_what_was_measured_once_says_so() -> None:
    named = {entry.name: entry for entry in components().assumptions()}
    assert named["wake_s"].value == 564
    assert "measured once" in named["wake_s"].source
    assert set(named) == {"provisioning_s", "wake_s", "idle_s", "release_s"}  # nothing tracks here
    scaled = endpoint(maximum=2, tracking=Tracking.invocations(60))
    assert {entry.name for entry in scaled.assumptions()} == {"provisioning_s", "tracking"}
