"""What a demonstration costs: the resident memory of all its processes, sampled while it runs, and its wall time."""

from __future__ import annotations

import os
import platform
import threading
import time
from types import TracebackType
from typing import Any

import psutil

_SAMPLE_S = 1.0


def resident_mb() -> float:
    """Resident memory of this process and all below it, in MiB; memory shared between them is counted once each."""
    total = 0
    root = psutil.Process()
    for process in (root, *root.children(recursive=True)):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue  # it ended between the listing and the reading
    return total / 2**20


class Gauge:
    """Samples memory from entry to exit."""

    def __enter__(self) -> Gauge:
        self._begun = time.monotonic()
        self._peak = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def figures(self) -> dict[str, Any]:
        """The machine, seconds so far and the highest sample so far."""
        return {
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "cpus": os.cpu_count(),
            "seconds": round(time.monotonic() - self._begun, 1),
            "peak_resident_mb": round(self._peak),
        }

    def _sample(self) -> None:
        while not self._ended.wait(_SAMPLE_S):
            self._peak = max(self._peak, resident_mb())
