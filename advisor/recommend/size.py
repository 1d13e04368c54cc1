"""One size of a pattern, and what it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.recommend.assumptions import Assumption
from advisor.recommend.load import Load
from advisor.recommend.models import FoundationModel, OwnModel
from advisor.recommend.timing import Timing
from advisor.recommend.workload import Workload
from advisor.simulation import ServiceTime


@dataclass(frozen=True)
class Sized:
    """One size of a pattern.

    Attributes:
        setup: For the simulator.
        size: What a person calls it, in order.
        capacity_rps: Requests a second that it can serve at its largest.
        assumptions: What of it was not told.
    """

    setup: Any
    size: Mapping[str, Any]
    capacity_rps: float
    assumptions: tuple[Assumption, ...] = ()

    def describe(self) -> str:
        """The size in one line."""
        return ", ".join(
            f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}" for name, value in self.size.items()
        )


@dataclass(frozen=True)
class Request:
    """What a size is asked for: the workload, its load, the time of the pattern."""

    workload: Workload
    load: Load
    timing: Timing

    @property
    def service(self) -> ServiceTime:
        """For the simulator."""
        return ServiceTime(self.timing.p50_ms, self.timing.p99_ms)

    @property
    def cold(self) -> ServiceTime | None:
        """A cold start, always as long."""
        cold = self.timing.cold_start_ms
        return ServiceTime(cold, cold) if cold else None

    @property
    def own(self) -> OwnModel:
        """The model that one brings."""
        if self.workload.model.own is None:
            raise ValueError("the workload has no model of its own")
        return self.workload.model.own

    @property
    def foundation(self) -> FoundationModel:
        """The model of Bedrock's."""
        if self.workload.model.foundation is None:
            raise ValueError("the workload has no foundation model")
        return self.workload.model.foundation


class NoSizeError(ValueError):
    """No size of a pattern can be judged, and why."""
