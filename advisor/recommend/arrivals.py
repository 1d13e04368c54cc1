"""The requests of a workload as a trace: recorded, read from a stack, or a made-up day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from advisor.errors import InputError
from advisor.recommend.workload import MOST_REQUESTS, Traffic
from advisor.simulation import Trace, bursty, diurnal, read_trace, steady

DAY_S: Final = 86_400.0
SHORTEST_S: Final = 10.0
"""A recording that is shorter has no rate: one request alone would be a thousand a second."""
BURST_S: Final = 30.0
BURST_EVERY_S: Final = 600.0
"""A burst of half a minute in every ten: the same as in ``advisor.simulation.bursty``."""


def trace_of(traffic: Traffic, folder: Path, seed: int) -> Trace:
    """The arrivals that a workload describes.

    Args:
        traffic: Of the workload.
        folder: Where the path of a recorded trace starts.
        seed: Of what is made up: the same seed, the same arrivals.

    Raises:
        InputError: The recorded trace cannot be read, is empty or unsorted, or is too long to simulate.
    """
    if traffic.trace is not None:
        return _recorded(folder / traffic.trace, seed)
    requests = traffic.daily_requests or 0
    rate = requests / DAY_S
    match traffic.shape:
        case "steady":
            return steady(rate, DAY_S, seed=seed)
        case "bursty":
            return bursty(
                rate, DAY_S, seed=seed, burst_factor=traffic.burst_factor, burst_s=BURST_S, every_s=BURST_EVERY_S
            )
        case "diurnal":
            hours = tuple(sorted((traffic.peak_starts_hour + hour) % 24 for hour in range(traffic.peak_hours)))
            day = diurnal(
                requests, seed=seed, peak_multiplier=traffic.peak_multiplier, peak_hours=hours,
                timezone=traffic.timezone,
            )  # fmt: skip
            return with_bursts(day, traffic.burst_factor, seed)


def _recorded(path: Path, seed: int) -> Trace:
    try:
        trace = read_trace(path, seed=seed)
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror or error}") from None
    except ValueError as error:
        raise InputError(str(error)) from None
    if trace.duration_s < SHORTEST_S:
        raise InputError(
            f"{path} is {trace.duration_s:.3g} s long with {trace.requests:,} requests, which is no month's traffic: "
            f"accepted is {SHORTEST_S:g} s and more, better a usual week; or give traffic.daily_requests"
        )
    if trace.requests > MOST_REQUESTS:
        raise InputError(f"{path} has {trace.requests:,} requests; at most {MOST_REQUESTS:,}: give a part of it")
    return trace


def of_minutes(per_minute: Mapping[int, int], minutes: int, name: str, seed: int) -> Trace:
    """A trace from requests by the minute: within its minute each may come at any time.

    Args:
        per_minute: Requests by the number of the minute.
        minutes: How many minutes were looked at.
        name: What the trace is of.
        seed: Of the times within the minutes.

    Raises:
        InputError: There is no request, or there are too many.
    """
    total = sum(per_minute.values())
    if not 0 < total <= MOST_REQUESTS:
        raise InputError(f"{name} has {total:,} requests; accepted is 1 to {MOST_REQUESTS:,}: give other --hours")
    numbers = np.fromiter(per_minute, dtype=np.float64, count=len(per_minute))
    counts = np.fromiter(per_minute.values(), dtype=np.int64, count=len(per_minute))
    within = np.random.default_rng(seed).random(total)
    arrivals = np.sort((np.repeat(numbers, counts) + within) * 60.0)
    return Trace(arrivals, minutes * 60.0, name, "CloudWatch, requests by the minute")


def with_bursts(trace: Trace, factor: float, seed: int) -> Trace:
    """The same requests, some of them moved into short bursts with ``factor`` times the rate; as many in all.

    Args:
        trace: Without bursts.
        factor: Rate of a burst by the rate around it before, 1 to below 20.
        seed: Of which are moved.
    """
    share = (factor - 1) / (BURST_EVERY_S / BURST_S - 1)
    if share <= 0:
        return trace
    random = np.random.default_rng([seed, 1])
    moved = random.random(trace.requests) < share
    starts = np.floor(trace.arrivals_s / BURST_EVERY_S) * BURST_EVERY_S
    length = np.minimum(BURST_S, trace.duration_s - starts)
    into = starts + random.random(trace.requests) * length
    arrivals = np.sort(np.where(moved, into, trace.arrivals_s))
    return Trace(arrivals, trace.duration_s, trace.name, trace.source)


def scaled(trace: Trace, factor: float, seed: int) -> Trace:
    """The same shape with more or fewer requests; what is doubled comes within a second of its original.

    Args:
        trace: The requests as they are.
        factor: Requests by those of now, above 0.
        seed: Of which are left out or doubled.
    """
    random = np.random.default_rng([seed, 2])
    copies = np.full(trace.requests, int(factor)) + (random.random(trace.requests) < factor - int(factor))
    arrivals = np.repeat(trace.arrivals_s, copies)
    if arrivals.size == 0:
        arrivals = trace.arrivals_s[:1]
    if factor > 1:
        arrivals = np.clip(arrivals + random.random(arrivals.size) - 0.5, 0.0, np.nextafter(trace.duration_s, 0.0))
    return Trace(np.sort(arrivals), trace.duration_s, f"{trace.name} x {factor:g}", trace.source)
