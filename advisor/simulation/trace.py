"""When requests arrive: what every pattern is simulated against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.checks import finite_number, refuse, text

MINUTE_S: Final = 60.0
LONGEST_S: Final = 366 * 86_400.0
MOST_REQUESTS: Final = 50_000_000
"""About 3 GB while one pattern is simulated; a month of more is better told by one of its days."""


class TraceError(ValueError):
    """A trace that cannot be simulated. The text says what is wrong, where, and what is accepted."""


@dataclass(frozen=True, slots=True)
class TraceSummary:
    """The figures of a trace that sizes are made from.

    Args:
        requests: How many arrive.
        duration_s: Over how many seconds.
        average_rps: Requests a second on average.
        peak_minute_rps: Requests a second in the busiest minute.
        burst_second_rps: Requests in the busiest second.
    """

    requests: int
    duration_s: float
    average_rps: float
    peak_minute_rps: float
    burst_second_rps: float

    @property
    def peak_multiplier(self) -> float:
        """How many times the average the busiest minute is."""
        return self.peak_minute_rps / self.average_rps

    @property
    def burst_factor(self) -> float:
        """How many times the busiest minute the busiest second is."""
        return self.burst_second_rps / self.peak_minute_rps


@dataclass(frozen=True, eq=False)
class Trace:
    """Arrivals, in order.

    Args:
        arrivals_s: When each request arrives, in seconds from the start; several may arrive at once.
        duration_s: How long the trace is, in seconds, not before the last arrival; at most 366 days.
        name: What reports call it.
        source: Where it is from: a file, or the generator with its seed.

    Raises:
        TraceError: There are no arrivals or too many, or one is not a number, negative, out of order or after the end.
        ValueError: The duration is not a number of seconds greater than 0.
    """

    arrivals_s: NDArray[np.float64]
    duration_s: float
    name: str
    source: str

    def __post_init__(self) -> None:
        text("name", self.name)
        text("source", self.source)
        if finite_number("duration_s", self.duration_s, 0, above=True) > LONGEST_S:
            refuse("duration_s", self.duration_s, f"at most {LONGEST_S:,.0f} seconds (366 days)")
        arrivals = np.atleast_1d(np.array(self.arrivals_s, dtype=np.float64))
        if fault := first_fault(arrivals):
            place, why = fault
            raise TraceError(f"arrivals_s of {self.name!r}: number {place + 1} is {arrivals.flat[place]}: {why}")
        if arrivals.size == 0:
            raise TraceError(f"arrivals_s of {self.name!r} is empty: a simulation needs at least one request")
        if arrivals.size > MOST_REQUESTS:
            raise TraceError(
                f"arrivals_s of {self.name!r} holds {arrivals.size:,} requests: accepted are up to {MOST_REQUESTS:,}; "
                "simulate a shorter part"
            )
        if arrivals[-1] > self.duration_s:
            raise TraceError(
                f"arrivals_s of {self.name!r} ends with {arrivals[-1]:g}: "
                f"accepted is up to duration_s = {self.duration_s:g}"
            )
        arrivals.flags.writeable = False
        object.__setattr__(self, "arrivals_s", arrivals)

    @property
    def requests(self) -> int:
        """How many arrive."""
        return int(self.arrivals_s.size)

    def summary(self) -> TraceSummary:
        """Average, peak minute and burst second; a part of a minute at the end counts as what it lasts."""
        return TraceSummary(
            requests=self.requests,
            duration_s=self.duration_s,
            average_rps=self.requests / self.duration_s,
            peak_minute_rps=self._most_in(MINUTE_S) / min(MINUTE_S, self.duration_s),
            burst_second_rps=self._most_in(1.0) / min(1.0, self.duration_s),
        )

    def _most_in(self, seconds: float) -> int:
        """The most arrivals in one of the periods that follow one another from the start."""
        return int(np.bincount((self.arrivals_s / seconds).astype(np.int64)).max())


def first_fault(times: NDArray[np.float64]) -> tuple[int, str] | None:
    """The place of the first time that cannot be one, and why; ``None`` when all are numbers from 0 on, in order."""
    if times.ndim != 1:
        return 0, "accepted is one row of times"
    bad = ~np.isfinite(times) | (times < 0)
    if bad.any():
        return int(bad.argmax()), "accepted are finite seconds of at least 0"
    back = np.diff(times) < 0
    if back.any():
        return int(back.argmax()) + 1, f"it is before the one above it, {times[back.argmax()]:g}; sort by time first"
    return None
