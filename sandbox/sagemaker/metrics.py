"""Metrics off the invocation path: a queue and one thread that hands them to CloudWatch."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sandbox.context import SandboxContext

NAMESPACE: Final = "AWS/SageMaker"


@dataclass(frozen=True, slots=True)
class Datum:
    """One value of `AWS/SageMaker`."""

    region: str
    name: str
    value: float
    unit: str
    dimensions: Mapping[str, str]


class MetricQueue:
    """Takes data at once; stores them soon.

    Args:
        context: Where they go.
    """

    def __init__(self, context: SandboxContext) -> None:
        self._context = context
        self._queue: queue.SimpleQueue[Datum | threading.Event | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._drain, name="sagemaker-metrics", daemon=True)
        self._thread.start()

    def count(self, region: str, name: str, dimensions: Mapping[str, str], value: float = 1.0) -> None:
        """A count."""
        self._queue.put(Datum(region, name, value, "Count", dimensions))

    def micros(self, region: str, name: str, dimensions: Mapping[str, str], seconds: float) -> None:
        """A duration; SageMaker publishes microseconds."""
        self._queue.put(Datum(region, name, round(seconds * 1_000_000), "Microseconds", dimensions))

    def flush(self, timeout_s: float = 5.0) -> bool:
        """Waits until everything that was put before is stored; False when that took too long."""
        done = threading.Event()
        self._queue.put(done)
        return done.wait(timeout_s)

    def close(self) -> None:
        """Stores what is left and ends the thread."""
        self._queue.put(None)
        self._thread.join(5.0)

    def _drain(self) -> None:
        while (item := self._queue.get()) is not None:
            if isinstance(item, threading.Event):
                item.set()
                continue
            self._context.put_metric(item.region, NAMESPACE, item.name, item.value, item.unit, item.dimensions)
