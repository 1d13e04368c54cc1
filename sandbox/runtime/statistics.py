"""What each function did: for `GET /_sandbox/functions`, whose figures the benchmarks read."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class FunctionFigures:
    """Sums over the life of the server.

    Attributes:
        invocations: Events that were run, retries included.
        errors: Events that ended in a function error, timeouts and crashes included.
        throttles: Events refused for lack of reserved concurrency.
        cold_starts: Processes started.
        max_memory_mb: Highest resident memory of any process, MiB.
        memory_mb: What the function's settings ask for.
        durations_ms: Of each event, in order.
        init_ms: Of each start, in order.
    """

    invocations: int = 0
    errors: int = 0
    throttles: int = 0
    cold_starts: int = 0
    max_memory_mb: int = 0
    memory_mb: int = 0
    durations_ms: list[float] = field(default_factory=list)
    init_ms: list[float] = field(default_factory=list)


class Statistics:
    """Figures by region and function name; safe to use from many threads."""

    def __init__(self) -> None:
        self._figures: dict[tuple[str, str], FunctionFigures] = {}
        self._lock = threading.Lock()

    def throttled(self, region: str, name: str) -> None:
        """Counts a refused event."""
        with self._lock:
            self._of(region, name).throttles += 1

    def ran(
        self,
        region: str,
        name: str,
        *,
        duration_ms: float,
        init_ms: float | None,
        peak_mb: int,
        memory_mb: int,
        error: bool,
    ) -> None:
        """Counts one event."""
        with self._lock:
            figures = self._of(region, name)
            figures.invocations += 1
            figures.errors += error
            figures.memory_mb = memory_mb
            figures.max_memory_mb = max(figures.max_memory_mb, peak_mb)
            figures.durations_ms.append(round(duration_ms, 3))
            if init_ms is not None:
                figures.cold_starts += 1
                figures.init_ms.append(round(init_ms, 3))

    def listing(self) -> list[dict[str, Any]]:
        """One object a function."""
        with self._lock:
            return [
                {"name": name, "region": region, **asdict(figures)} for (region, name), figures in self._figures.items()
            ]

    def _of(self, region: str, name: str) -> FunctionFigures:
        return self._figures.setdefault((region, name), FunctionFigures())
