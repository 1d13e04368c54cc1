"""What a simulation found."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.simulation.setups.bedrock import BedrockOnDemandSetup, BedrockProvisionedSetup
from advisor.simulation.setups.environments import LambdaSetup, ServerlessSetup
from advisor.simulation.setups.instances import AsyncSetup, ComponentsSetup, RealtimeSetup
from domain.checks import finite_number, refuse
from domain.patterns import Pattern

Setup = (
    LambdaSetup
    | ServerlessSetup
    | RealtimeSetup
    | ComponentsSetup
    | AsyncSetup
    | BedrockOnDemandSetup
    | BedrockProvisionedSetup
)
"""Any pattern that can be simulated."""


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Averages of each minute.

    Args:
        times_s: When each minute begins; the last one may be shorter.
        capacity: What could be served at once; with Bedrock, tokens a minute (``inf`` without a quota).
        in_use: What was; slots of a unit that was removed count until they are done.
        unit: Of both: ``environments``, ``slots`` or ``tokens per minute``.
    """

    times_s: NDArray[np.float64]
    capacity: NDArray[np.float64]
    in_use: NDArray[np.float64]
    unit: str


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """A pattern under a trace.

    Args:
        setup: The pattern, with its sizes.
        requests: How many arrived: those that were answered, and the errors.
        latencies_ms: Of the answered, in order of arrival, in milliseconds.
        errors: Count by kind: ``throttled``, ``timeout``, ``no_capacity``, ``expired``; 0 of most.
        busy_seconds: Seconds of service that are paid for, where service is.
        timeline: Capacity and its use, by minute.
        overrun_s: How long after the end of the trace the last request was done; 0 when it was before.
        seed: Of the random numbers.
        cold_starts: Requests that waited for a cold start.
        provisioned_busy_seconds: The part of it in provisioned environments, which has a price of its own.
        instance_seconds: Seconds of instances that are paid for, within the trace.
        provisioned_seconds: Seconds of provisioned environments, or of model units, within the trace.
        tokens_in: Of the answered.
        tokens_out: Of the answered.
    """

    setup: Setup
    requests: int
    latencies_ms: NDArray[np.float64]
    errors: Mapping[str, int]
    busy_seconds: float
    timeline: Timeline
    overrun_s: float
    seed: int
    cold_starts: int = 0
    provisioned_busy_seconds: float = 0.0
    instance_seconds: float = 0.0
    provisioned_seconds: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def pattern(self) -> Pattern:
        """Which."""
        return self.setup.pattern

    @property
    def answered(self) -> int:
        """How many requests got an answer."""
        return int(self.latencies_ms.size)

    @property
    def error_rate(self) -> float:
        """Share of the requests that got none, 0..1."""
        return 1 - self.answered / self.requests

    def percentile(self, percent: float) -> float:
        """The latency in milliseconds that so many percent of the answered did not exceed (nearest rank).

        Args:
            percent: Greater than 0, at most 100.

        Raises:
            ValueError: It is out of its range, or nothing was answered.
        """
        return self.percentiles(percent)[0]

    def percentiles(self, *percents: float) -> tuple[float, ...]:
        """Several of them at once, which is as fast as one.

        Raises:
            ValueError: One is out of its range, or nothing was answered.
        """
        for percent in percents:
            if finite_number("percent", percent, 0, above=True) > 100:
                refuse("percent", percent, "a number greater than 0 and at most 100")
        if not self.answered:
            raise ValueError(f"{self.pattern}: no request was answered ({dict(self.errors)}), so it has no latency")
        places = [max(1, math.ceil(round(percent * self.answered / 100, 9))) - 1 for percent in percents]
        parted = np.partition(self.latencies_ms, sorted(set(places)))
        return tuple(float(parted[place]) for place in places)
