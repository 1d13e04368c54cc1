"""Requests that are in a model at the same time, published as the metrics that scaling on concurrency follows.

`ConcurrentRequestsPerModel` and `ConcurrentRequestsPerCopy` are of high resolution and come every 10 seconds, requests
that wait inside of the container included
(https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html). Here the value is the most
there were in that time, for each instance or copy, and the 10 seconds are multiplied by `time_scale`; after the last
request comes one 0, and then nothing. Serverless variants have
the share of their maximum, and of their provisioned concurrency
(https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from sandbox.context import SandboxContext
from sandbox.sagemaker.metrics import NAMESPACE

EVERY_S: Final = 10.0
LEAST_S: Final = 0.2
"""As often as alarms are looked at."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a metric divides concurrency by.

    Attributes:
        metric: Its name.
        units: Instances, copies or provisioned concurrency, >= 1.
        most: Largest value; None for none.
        unit: Of the metric.
        sharp: Whether it is of high resolution.
    """

    metric: str
    units: int
    most: float | None = None
    unit: str = "Count"
    sharp: bool = True


@dataclass(slots=True)
class _Count:
    dimensions: Mapping[str, str]
    running: int = 0
    peak: int = 0


class Concurrency:
    """Counts requests, and publishes from a thread.

    Args:
        context: Options and metrics.
        shares: What the concurrency of a variant or component is divided by, for each of its metrics.
    """

    def __init__(self, context: SandboxContext, shares: Callable[[str, Mapping[str, str]], tuple[Share, ...]]) -> None:
        self._context, self._shares = context, shares
        self._counts: dict[tuple[str, frozenset[tuple[str, str]]], _Count] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sagemaker-concurrency", daemon=True)
        self._thread.start()

    @contextmanager
    def running(self, region: str, dimensions: Mapping[str, str]) -> Iterator[None]:
        """Counts a request while it is in the model."""
        key = (region, frozenset(dimensions.items()))
        with self._lock:
            count = self._counts.setdefault(key, _Count(dimensions))
            count.running += 1
            count.peak = max(count.peak, count.running)
        try:
            yield
        finally:
            with self._lock:
                count.running -= 1

    def beat(self) -> None:
        """Publishes what was in use since the last time."""
        with self._lock:
            peaks = [(key, count.dimensions, count.peak) for key, count in self._counts.items()]
            for key, _, peak in peaks:
                self._counts[key].peak = self._counts[key].running
                if not peak:
                    del self._counts[key]
        for (region, _), dimensions, peak in peaks:
            for share in self._shares(region, dimensions):
                value = peak / share.units if share.most is None else min(share.most, peak / share.units)
                self._context.put_metric(
                    region, NAMESPACE, share.metric, value, share.unit, dimensions, sharp=share.sharp
                )

    def close(self) -> None:
        """Ends the thread."""
        self._stopped.set()
        self._thread.join(EVERY_S)

    def _run(self) -> None:
        while not self._stopped.wait(max(LEAST_S, EVERY_S * self._context.options.time_scale)):
            try:
                self.beat()
            except Exception:  # one bad beat must not end all of them
                self._context.log.exception("the concurrency of the models could not be published")
