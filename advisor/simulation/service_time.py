"""How long a request takes to serve: distributions that are all drawn from the same standard normal numbers.

So that patterns are compared on the same requests (common random numbers), request 7 is a slow one for each of them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.simulation.kernels.normal import upper_tail
from domain.checks import finite_number, refuse

Z99: Final = 2.3263478740408408
"""The 99th percentile of the standard normal distribution."""


class Distribution(Protocol):
    """What a set-up takes as its service time or cold start."""

    def seconds(self, normals: NDArray[np.float64]) -> NDArray[np.float64]:
        """A time for each standard normal number, in seconds, growing with it."""
        ...

    @property
    def mean_ms(self) -> float:
        """The expected time in milliseconds."""
        ...


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """Lognormal, from two percentiles; constant when they are the same.

    Args:
        p50_ms: Median, in milliseconds, greater than 0.
        p99_ms: 99th percentile, at least the median.

    Raises:
        ValueError: A percentile is not a finite number, or they are out of order.
    """

    p50_ms: float
    p99_ms: float

    def __post_init__(self) -> None:
        finite_number("p50_ms", self.p50_ms, 0, above=True)
        finite_number("p99_ms", self.p99_ms, self.p50_ms)

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.log(self.p99_ms / self.p50_ms) / Z99

    @property
    def mean_ms(self) -> float:
        """The expected time in milliseconds."""
        return self.p50_ms * math.exp(self.sigma**2 / 2)

    def seconds(self, normals: NDArray[np.float64]) -> NDArray[np.float64]:
        """A time for each standard normal number."""
        if self.p99_ms == self.p50_ms:
            return np.full(normals.size, self.p50_ms / 1000)
        times = normals * self.sigma
        np.exp(times, out=times)
        times *= self.p50_ms / 1000
        return times


@dataclass(frozen=True, slots=True)
class ExponentialTime:
    """Exponential: what the formulas of Erlang are made for.

    Args:
        mean_ms: In milliseconds, greater than 0.

    Raises:
        ValueError: The mean is not a finite number greater than 0.
    """

    mean_ms: float

    def __post_init__(self) -> None:
        finite_number("mean_ms", self.mean_ms, 0, above=True)

    def seconds(self, normals: NDArray[np.float64]) -> NDArray[np.float64]:
        """A time for each standard normal number."""
        tail = np.empty(normals.size)
        upper_tail(normals, tail)
        times: NDArray[np.float64] = np.log(tail, out=tail)
        times *= -self.mean_ms / 1000
        return times


@dataclass(frozen=True, slots=True)
class ObservedTime:
    """Latencies that were measured: each is as likely as the others.

    Args:
        samples_ms: In milliseconds, at least one, each greater than 0.

    Raises:
        ValueError: There are none, or one is not a finite number greater than 0.
    """

    samples_ms: Sequence[float]

    def __post_init__(self) -> None:
        if not len(self.samples_ms):
            refuse("samples_ms", self.samples_ms, "at least one latency in milliseconds")
        for sample in self.samples_ms:
            finite_number("samples_ms", sample, 0, above=True)
        object.__setattr__(self, "samples_ms", tuple(sorted(map(float, self.samples_ms))))

    @property
    def mean_ms(self) -> float:
        """The average in milliseconds."""
        return math.fsum(self.samples_ms) / len(self.samples_ms)

    def seconds(self, normals: NDArray[np.float64]) -> NDArray[np.float64]:
        """A time for each standard normal number."""
        tail = np.empty(normals.size)
        upper_tail(normals, tail)
        places = np.minimum(((1 - tail) * len(self.samples_ms)).astype(np.int64), len(self.samples_ms) - 1)
        return np.array(self.samples_ms)[places] / 1000
