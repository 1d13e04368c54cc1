"""How long each pattern takes for a warm request, and what a cold start adds: measured, told, or assumed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from advisor.recommend.assumptions import Assumption, measure_of
from advisor.recommend.measured import Latencies, Observed
from advisor.recommend.models import FoundationModel, LambdaHost, OwnModel, ServerlessHost, ServiceMs
from advisor.recommend.workload import Workload
from domain.advice.latency import PROFILES
from domain.patterns import BEDROCK, Pattern

Z99: Final = NormalDist().inv_cdf(0.99)
COLD: Final = frozenset({Pattern.LAMBDA_ON_DEMAND, Pattern.SAGEMAKER_SERVERLESS})
"""Patterns that start an environment while a request waits."""


@dataclass(frozen=True)
class Timing:
    """The time of one pattern.

    Attributes:
        p50_ms: Median of a warm request.
        p99_ms: Its p99.
        cold_start_ms: What a cold start adds; ``None`` where there is none.
        source: Where the warm figures come from.
        assumptions: What was not told.
    """

    p50_ms: float
    p99_ms: float
    cold_start_ms: float | None
    source: str
    assumptions: tuple[Assumption, ...]

    @property
    def mean_s(self) -> float:
        """Mean of the lognormal with these percentiles, in seconds."""
        sigma = math.log(self.p99_ms / self.p50_ms) / Z99
        return self.p50_ms * math.exp(sigma * sigma / 2) / 1000


def timing_of(pattern: Pattern, workload: Workload, observed: Observed) -> Timing | None:
    """What is known of a pattern's time.

    Args:
        pattern: Which.
        workload: What the file says.
        observed: What was measured; it goes over the file.

    Returns:
        ``None`` when the workload has no model that this pattern could run.
    """
    model: OwnModel | FoundationModel | None = workload.model.foundation if pattern in BEDROCK else workload.model.own
    if model is None:
        return None
    measured = observed.latencies.get(pattern)
    assumptions: list[Assumption] = []
    warm, source = _warm(pattern, model, measured, assumptions.append)
    cold = _cold(pattern, model, measured, assumptions.append)
    return Timing(warm[0], warm[1], cold, source, tuple(assumptions))


def _warm(
    pattern: Pattern,
    model: OwnModel | FoundationModel,
    measured: Latencies | None,
    note: Callable[[Assumption], None],
) -> tuple[tuple[float, float], str]:
    if measured is not None:
        return (measured.p50_ms, measured.p99_ms), f"measured: {measured.source}, {measured.samples:,} answers"
    if isinstance(model, FoundationModel):
        if model.service_ms is not None:
            return _pair(model.service_ms), "the workload file"
        profile = PROFILES[pattern]
        measure = measure_of(FoundationModel, "service_ms")
        value = f"p50 {profile.p50_ms:g}, p99 {profile.p99_ms:g}"
        note(Assumption(f"model.foundation.service_ms ({pattern})", value, profile.source, measure))
        return (profile.p50_ms, profile.p99_ms), profile.source
    host, path = _host(pattern, model)
    if host is None:
        return _pair(model.service_ms), "the workload file"
    if host.service_ms is not None:
        return _pair(host.service_ms), "the workload file"
    value = f"p50 {model.service_ms.p50:g}, p99 {model.service_ms.p99:g}"
    measure = measure_of(type(host), "service_ms")
    note(Assumption(f"{path}.service_ms", value, "taken as on the instance", measure))
    return _pair(model.service_ms), "the workload file, of the instance"


def _cold(
    pattern: Pattern,
    model: OwnModel | FoundationModel,
    measured: Latencies | None,
    note: Callable[[Assumption], None],
) -> float | None:
    if pattern not in COLD or isinstance(model, FoundationModel):
        return None
    if measured is not None and measured.cold_start_ms is not None:
        return measured.cold_start_ms
    host, path = _host(pattern, model)
    if host is None or host.cold_start_ms is not None:
        return None if host is None else host.cold_start_ms
    profile = PROFILES[pattern]
    measure = measure_of(type(host), "cold_start_ms")
    note(Assumption(f"{path}.cold_start_ms", profile.cold_start_ms, profile.source, measure))
    return profile.cold_start_ms


def _host(pattern: Pattern, model: OwnModel) -> tuple[ServerlessHost | LambdaHost | None, str]:
    if pattern == Pattern.SAGEMAKER_SERVERLESS:
        return model.serverless, "model.own.serverless"
    if pattern == Pattern.LAMBDA_ON_DEMAND:
        return model.function, "model.own.function"
    return None, "model.own.instance"


def _pair(service: ServiceMs) -> tuple[float, float]:
    return service.p50, service.p99
