"""How long an answer takes: the warm percentiles, the cold starts, and the p99 of both together.

A p99 that is the larger of "warm p99" and "cold start" is the p99 of nothing. Here a request is cold with a
probability and then waits for the start as well; the percentile is taken from that mixture.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from types import MappingProxyType
from typing import Final

from domain.checks import finite_number, refuse
from domain.patterns import Pattern

_NORMAL: Final = NormalDist()
_KNOTS: Final = (0.0, _NORMAL.inv_cdf(0.9), _NORMAL.inv_cdf(0.99))
"""Where p50, p90 and p99 lie on a normal scale. Between them log latency is taken as straight: a lognormal whose
spread may differ between body and tail."""
_STEPS: Final = 80
"""Halvings of the search for a percentile: below a nanosecond for any latency of a day."""


@dataclass(frozen=True)
class LatencyProfile:
    """Latency of one pattern.

    Attributes:
        pattern: Which one.
        p50_ms: Median of a warm request in milliseconds, above 0.
        p90_ms: At least ``p50_ms``.
        p99_ms: At least ``p90_ms``.
        cold_start_ms: What a cold start adds to the request that meets it, in milliseconds, at least 0.
        cold_start_probability: Share of requests that meet one, 0 to 1.
        source: Where the figures are from.
        assumed: Whether they are a plan, not a measurement; a recommendation lists those that it used.

    Raises:
        ValueError: A field is out of range, or the percentiles are not in order.
    """

    pattern: Pattern
    p50_ms: float
    p90_ms: float
    p99_ms: float
    cold_start_ms: float = 0.0
    cold_start_probability: float = 0.0
    source: str = ""
    assumed: bool = True

    def __post_init__(self) -> None:
        finite_number("p50_ms", self.p50_ms, 0, above=True)
        if finite_number("p90_ms", self.p90_ms, 0, above=True) < self.p50_ms:
            refuse("p90_ms", self.p90_ms, f"at least p50_ms = {self.p50_ms:g}")
        if finite_number("p99_ms", self.p99_ms, 0, above=True) < self.p90_ms:
            refuse("p99_ms", self.p99_ms, f"at least p90_ms = {self.p90_ms:g}")
        finite_number("cold_start_ms", self.cold_start_ms, 0)
        if finite_number("cold_start_probability", self.cold_start_probability, 0) > 1:
            refuse("cold_start_probability", self.cold_start_probability, "0 to 1")

    @property
    def _logs(self) -> tuple[float, float, float]:
        return math.log(self.p50_ms), math.log(self.p90_ms), math.log(self.p99_ms)

    def percentile(self, p: float) -> float:
        """Return a percentile of the warm requests in milliseconds.

        Args:
            p: Above 0, below 100. Beyond the p99 the last straight goes on: an extrapolation.
        """
        z = _NORMAL.inv_cdf(_fraction(p))
        low, high = (0, 1) if z <= _KNOTS[1] else (1, 2)
        logs = self._logs
        slope = (logs[high] - logs[low]) / (_KNOTS[high] - _KNOTS[low])
        return math.exp(logs[low] + slope * (z - _KNOTS[low]))

    def share_within(self, ms: float) -> float:
        """Return the share of all requests, cold ones included, that take at most so many milliseconds, 0 to 1."""
        finite_number("ms", ms, 0)
        cold = self.cold_start_probability
        return (1 - cold) * self._warm_within(ms) + cold * self._warm_within(ms - self.cold_start_ms)

    def effective(self, p: float) -> float:
        """Return a percentile of all requests, warm and cold together, in milliseconds.

        Args:
            p: Above 0, below 100.
        """
        warm = self.percentile(p)
        if not self.cold_start_probability or not self.cold_start_ms:
            return warm
        wanted = _fraction(p)
        low, high = warm, warm + self.cold_start_ms
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (low, middle) if self.share_within(middle) >= wanted else (middle, high)
        return high

    @property
    def mean_ms(self) -> float:
        """Mean of a warm request in milliseconds, from a hundred slices: what Little's law needs, not the median."""
        return math.fsum(self.percentile(number + 0.5) for number in range(100)) / 100

    @property
    def effective_p99_ms(self) -> float:
        """The p99 of all requests in milliseconds."""
        return self.effective(99)

    def _warm_within(self, ms: float) -> float:
        """The warm share at or below a latency: the inverse of :meth:`percentile`. Equal percentiles are a jump."""
        if ms <= 0:
            return 0.0
        x = math.log(ms)
        p50, p90, p99 = self._logs
        body = (p90 - p50) / _KNOTS[1]
        tail = (p99 - p90) / (_KNOTS[2] - _KNOTS[1])
        if x < p90:
            return _NORMAL.cdf((x - p50) / body) if body else 0.0
        return _NORMAL.cdf(_KNOTS[1] + (x - p90) / tail) if tail else 1.0


def _fraction(p: float) -> float:
    if finite_number("p", p, 0, above=True) >= 100:
        refuse("p", p, "above 0, below 100")
    return p / 100


_PLAN: Final = "a planning figure for a chat answer of some hundred tokens, measured nowhere here: record your own"


def _plan(pattern: Pattern, *ms: float, cold: tuple[float, float] = (0.0, 0.0), note: str = "") -> LatencyProfile:
    p50, p90, p99 = ms
    return LatencyProfile(pattern, p50, p90, p99, *cold, source=f"{_PLAN}{note}")


PROFILES: Final[Mapping[Pattern, LatencyProfile]] = MappingProxyType(
    {
        profile.pattern: profile
        for profile in (
            _plan(Pattern.LAMBDA_ON_DEMAND, 1200, 2000, 3500, cold=(3300, 0.05)),
            _plan(Pattern.BEDROCK_PROVISIONED, 600, 900, 1400),
            _plan(Pattern.BEDROCK_ON_DEMAND, 800, 1200, 1800, note="; it differs by model and by answer length"),
            _plan(Pattern.SAGEMAKER_REALTIME, 500, 800, 1200),
            _plan(Pattern.SAGEMAKER_SERVERLESS, 700, 1500, 5000, cold=(7300, 0.10)),
            _plan(
                Pattern.SAGEMAKER_ASYNC, 1500, 2500, 5000, note="; with S3 and a queue on the way, an instance running"
            ),
            _plan(
                Pattern.INFERENCE_COMPONENTS,
                *(500, 800, 1200),
                cold=(564_000, 0.0),
                note="; the wake-up from no copy took 9 min 24 s in a public note of July 2026, and one copy is kept",
            ),
        )
    }
)
"""What to plan with until something was measured; each is ``assumed``."""
