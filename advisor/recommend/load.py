"""How much comes at a time: the rates that sizes follow from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.recommend.arrivals import BURST_S
from advisor.simulation import Trace


@dataclass(frozen=True)
class Load:
    """Rates of a trace, in requests a second.

    Attributes:
        requests: All of the trace.
        duration_s: Its length in seconds.
        average_rps: Over its whole length.
        peak_rps: Of its busiest minute.
        burst_rps: Of its busiest half minute: a single second is mostly chance.
    """

    requests: int
    duration_s: float
    average_rps: float
    peak_rps: float
    burst_rps: float


def load_of(trace: Trace) -> Load:
    """The rates of a trace."""
    peak, burst = (_busiest(trace, seconds) for seconds in (60.0, BURST_S))
    return Load(trace.requests, trace.duration_s, trace.requests / trace.duration_s, peak, max(peak, burst))


def _busiest(trace: Trace, seconds: float) -> float:
    """Rate of the fullest of the adjoining intervals of so many seconds."""
    seconds = min(seconds, trace.duration_s)
    counts = np.bincount((trace.arrivals_s / seconds).astype(np.int64))
    return float(counts.max()) / seconds
