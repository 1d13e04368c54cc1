"""Traces that are made: steady, in bursts, and with the curve of a day. The same seed gives the same trace."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from advisor.simulation.trace import MOST_REQUESTS, Trace, TraceError
from domain.checks import finite_number, refuse, whole_number

DAY_S: Final = 86_400.0
PIECE_S: Final = 300.0
"""A day's curve is drawn in pieces of five minutes."""
DEEPEST: Final = 0.8
"""How far a night may fall below the average outside of the peak hours."""


def steady(average_rps: float, duration_s: float, *, seed: int) -> Trace:
    """Requests that come independently of one another at one rate (a Poisson process).

    Args:
        average_rps: Requests a second.
        duration_s: Seconds.
        seed: A whole number of at least 0.

    Raises:
        TraceError: No request came, or too many would.
        ValueError: A rate or duration that is not a number greater than 0, or a seed below 0.
    """
    rate = finite_number("average_rps", average_rps, 0, above=True)
    length = finite_number("duration_s", duration_s, 0, above=True)
    edges = np.array([0.0, length])
    source = f"generated: Poisson, {rate:g} requests/s, seed {seed}"
    return _poisson(edges, np.array([rate]), seed, ("steady", source))


def bursty(
    average_rps: float,
    duration_s: float,
    *,
    seed: int,
    burst_factor: float = 4.0,
    burst_s: float = 30.0,
    every_s: float = 600.0,
) -> Trace:
    """Two rates that alternate at random (a Markov-modulated Poisson process): calm, and bursts.

    Both last exponentially distributed times. The calm rate is chosen such that the expected number of requests over
    the trace is ``average_rps * duration_s``, given when its bursts are.

    Args:
        average_rps: Requests a second over the whole trace.
        duration_s: Seconds.
        seed: A whole number of at least 0.
        burst_factor: How many times the calm rate a burst is, at least 1.
        burst_s: How long a burst is on average.
        every_s: Seconds from the start of a burst to the next one on average, more than ``burst_s``.

    Raises:
        TraceError: No request came, or too many would.
        ValueError: An argument out of its range.
    """
    rate = finite_number("average_rps", average_rps, 0, above=True)
    length = finite_number("duration_s", duration_s, 0, above=True)
    factor = finite_number("burst_factor", burst_factor, 1)
    burst = finite_number("burst_s", burst_s, 0, above=True)
    calm = finite_number("every_s", every_s, burst, above=True) - burst
    rng = np.random.default_rng([whole_number("seed", seed, 0), 1])
    edges: list[float] = [0.0]
    weights: list[float] = []
    while edges[-1] < length:
        in_burst = len(weights) % 2 == 1
        edges.append(min(length, edges[-1] + rng.exponential(burst if in_burst else calm)))
        weights.append(factor if in_burst else 1.0)
    widths = np.diff(edges)
    rates = np.array(weights) * (rate * length / float(widths @ weights))
    source = f"generated: two-state MMPP, {rate:g} requests/s, bursts x{factor:g} of {burst:g} s, seed {seed}"
    return _poisson(np.array(edges), rates, seed, ("bursty", source))


def diurnal(
    daily_requests: float,
    *,
    seed: int,
    peak_multiplier: float = 3.5,
    peak_hours: Collection[int] = (11, 12, 13, 14),
    timezone: str = "UTC",
    day: date = date(2026, 1, 15),
    days: int = 1,
) -> Trace:
    """The curve of a day: peak hours at a multiple of the average, and a dip opposite to them.

    The trace starts at midnight UTC. Each day has ``daily_requests`` on average; in the peak hours of ``timezone`` the
    rate is ``peak_multiplier * daily_requests / 86,400`` a second.

    Args:
        daily_requests: Requests a day.
        seed: A whole number of at least 0.
        peak_multiplier: At least 1; times the number of peak hours it may not be more than 24.
        peak_hours: Hours of the day from 0 to 23, in local time.
        timezone: An IANA name, like ``Asia/Tokyo``.
        day: The first day; where clocks are changed, it makes a difference.
        days: How many days, 1 to 366.

    Raises:
        TraceError: No request came, or too many would.
        ValueError: An argument out of its range, or a time zone that does not exist.
    """
    rate = finite_number("daily_requests", daily_requests, 0, above=True) / DAY_S
    peak = finite_number("peak_multiplier", peak_multiplier, 1)
    hours = sorted({whole_number("peak_hours", hour, 0, 23) for hour in peak_hours})
    if not 0 < len(hours) < 24 or peak * len(hours) > 24:
        accepted = (
            f"1 to 23 hours, at most {24 / peak:g} with peak_multiplier = {peak:g}: more would be over a day's sum"
        )
        refuse("peak_hours", tuple(peak_hours), accepted)
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        refuse("timezone", timezone, "an IANA name, like Asia/Tokyo or UTC")
    shapes = [
        _shape(day + timedelta(days=number), zone, frozenset(hours), peak)
        for number in range(whole_number("days", days, 1, 366))
    ]
    rates = rate * np.concatenate(shapes)
    edges = np.arange(rates.size + 1, dtype=np.float64) * PIECE_S
    source = (
        f"generated: {rate * DAY_S:g} requests a day, peak x{peak:g} at {hours} {timezone}, from {day}, seed {seed}"
    )
    return _poisson(edges, rates, seed, ("diurnal", source))


def _shape(day: date, zone: ZoneInfo, hours: frozenset[int], peak: float) -> NDArray[np.float64]:
    """The rate of each piece of a day in UTC, as a multiple of the day's average."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    pieces = range(int(DAY_S / PIECE_S))
    local = [(start + timedelta(seconds=PIECE_S * piece)).astimezone(zone) for piece in pieces]
    in_peak = np.array([moment.hour in hours for moment in local])
    clock = np.array([moment.hour + moment.minute / 60 for moment in local]) * (2 * math.pi / 24)
    middle = math.atan2(*(sum(f((hour + 0.5) * 2 * math.pi / 24) for hour in hours) for f in (math.sin, math.cos)))
    left = (in_peak.size - peak * in_peak.sum()) / max(1, in_peak.size - in_peak.sum())
    if left < 0:  # where the clocks are put back, a peak hour may come twice
        refuse("peak_multiplier", peak, f"less on {day}, when a peak hour comes twice")
    wave = np.cos(clock - middle)
    wave -= wave[~in_peak].mean()
    wave /= max(float(np.abs(wave[~in_peak]).max()), 1e-12)
    depth = min(DEEPEST, peak / left - 1) if left > 0 else 0.0
    return np.where(in_peak, peak, left * (1 + depth * wave))


def _poisson(edges: NDArray[np.float64], rates: NDArray[np.float64], seed: int, words: tuple[str, str]) -> Trace:
    """Arrivals of a Poisson process whose rate is constant between two edges."""
    sums = np.concatenate(([0.0], np.cumsum(rates * np.diff(edges))))
    if sums[-1] > MOST_REQUESTS:
        raise TraceError(
            f"{words[0]}: about {sums[-1]:,.0f} requests are too many: accepted are up to {MOST_REQUESTS:,}; "
            "simulate a shorter time"
        )
    rng = np.random.default_rng([whole_number("seed", seed, 0), 0])
    places = rng.random(rng.poisson(sums[-1])) * sums[-1]
    places.sort()
    if places.size == 0:
        raise TraceError(
            f"{words[0]}: no request came in {edges[-1]:g} s, {sums[-1]:g} were expected: simulate a longer time"
        )
    return Trace(np.interp(places, sums, edges), float(edges[-1]), *words)
