"""What every loop writes, and how results are counted from it."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from advisor.simulation.kernels.outcomes import ANSWERED, NAMES
from advisor.simulation.results import Setup, Simulated, Timeline
from advisor.simulation.trace import Trace


class Tally:
    """Outcome, beginning and end of each request of a trace.

    Args:
        trace: When they arrive.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self.outcome = np.zeros(trace.requests, dtype=np.uint8)
        self.began = np.empty(trace.requests)
        self.ended = np.empty(trace.requests)

    def simulated(self, setup: Setup, timeline: Timeline, busy_seconds: float, seed: int) -> Simulated:
        """What every pattern has of a result; what only some have is 0."""
        return Simulated(
            setup=setup,
            requests=self._trace.requests,
            latencies_ms=self.latencies_ms(setup.overhead_ms),
            errors=self.errors(),
            busy_seconds=busy_seconds,
            timeline=timeline,
            overrun_s=self.overrun_s(),
            seed=seed,
        )

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Which were answered."""
        found: NDArray[np.bool_] = self.outcome == ANSWERED
        return found

    def latencies_ms(self, overhead_ms: float) -> NDArray[np.float64]:
        """From arrival to answer, of those that were answered."""
        times = self.ended - self._trace.arrivals_s
        if self.outcome.any():
            times = times[self.answered]
        times *= 1000
        times += overhead_ms
        return times

    def errors(self) -> MappingProxyType[str, int]:
        """How many of each kind."""
        counts = np.bincount(self.outcome, minlength=1 + max(NAMES))
        return MappingProxyType({name: int(counts[number]) for number, name in NAMES.items()})

    def busy_seconds(self) -> float:
        """Time that was served, also for requests that failed while they were."""
        return float(np.sum(self.ended) - np.sum(self.began))

    def overrun_s(self) -> float:
        """How long after the trace the last request was done."""
        return max(0.0, float(self.ended.max()) - self._trace.duration_s)
