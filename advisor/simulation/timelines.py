"""Averages of each minute of a trace."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.simulation.kernels.occupancy import add_up

Floats = NDArray[np.float64]
MINUTE_S: Final = 60.0


def minutes(duration_s: float) -> Floats:
    """When each minute begins."""
    return np.arange(max(1, int(np.ceil(duration_s / MINUTE_S))), dtype=np.float64) * MINUTE_S


def average_in_use(began: Floats, ended: Floats, duration_s: float) -> Floats:
    """How many of the intervals run, on average over each minute; the last one may be shorter."""
    starts = minutes(duration_s)
    seconds = np.zeros(starts.size)
    add_up(began, np.minimum(ended, duration_s), MINUTE_S, seconds)
    return seconds / np.minimum(MINUTE_S, duration_s - starts)


def average_of_steps(at: Floats, to: Floats, duration_s: float) -> Floats:
    """A value that changes in steps, on average over each minute."""
    starts = minutes(duration_s)
    edges = np.append(starts, duration_s)
    return np.diff(_integral(at, to, edges)) / np.diff(edges)


def sum_of_steps(at: Floats, to: Floats, duration_s: float) -> float:
    """A value that changes in steps, times seconds, over the trace."""
    return float(_integral(at, to, np.array([duration_s]))[0])


def _integral(at: Floats, to: Floats, until: Floats) -> Floats:
    """Value times seconds from 0 to each of the moments."""
    times = np.append(at, max(float(at[-1]), float(until[-1])))
    sums = np.concatenate(([0.0], np.cumsum(to * np.diff(times))))
    found: Floats = np.interp(until, times, sums)
    return found
