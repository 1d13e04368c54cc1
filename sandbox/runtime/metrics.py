"""Metrics of functions, by everything that Lambda measures them by.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html: by function; by what was called (`Resource`,
the function with its alias or version); for an alias also by the version that answered (`ExecutedVersion`).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sandbox.context import SandboxContext
from sandbox.runtime.spec import FunctionSpec


class FunctionMetrics:
    """Publishes them; safe to use from many threads.

    Args:
        context: CloudWatch.
    """

    def __init__(self, context: SandboxContext) -> None:
        self._context = context
        self._running: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def throttled(self, spec: FunctionSpec, arn: str) -> None:
        """A call was refused."""
        self._put(spec, arn, {"Throttles": (1, "Count")})

    def ran(self, spec: FunctionSpec, arn: str, duration_ms: float, *, error: bool) -> None:
        """An event was run."""
        figures = {
            "Invocations": (1.0, "Count"),
            "Errors": (float(error), "Count"),
            "Duration": (duration_ms, "Milliseconds"),
        }
        self._put(spec, arn, figures)

    @contextmanager
    def counted(self, spec: FunctionSpec) -> Iterator[None]:
        """Counts an event among those that run at the same time."""
        key = (spec.region, spec.name)
        with self._lock:
            self._running[key] += 1
            running = self._running[key]
        dimensions = {"FunctionName": spec.name}
        self._context.put_metric(spec.region, "AWS/Lambda", "ConcurrentExecutions", running, "Count", dimensions)
        try:
            yield
        finally:
            with self._lock:
                self._running[key] -= 1

    def _put(self, spec: FunctionSpec, arn: str, figures: Mapping[str, tuple[float, str]]) -> None:
        for dimensions in dimensions_of(spec, arn):
            for name, (value, unit) in figures.items():
                self._context.put_metric(spec.region, "AWS/Lambda", name, value, unit, dimensions)


def dimensions_of(spec: FunctionSpec, arn: str) -> list[dict[str, str]]:
    """The sets of dimensions that a call of `arn` counts for."""
    qualifier = arn.removeprefix(spec.arn).removeprefix(":")
    function = {"FunctionName": spec.name}
    called = {**function, "Resource": f"{spec.name}:{qualifier}" if qualifier else spec.name}
    if not qualifier or qualifier == "$LATEST" or qualifier.isdecimal():
        return [function, called]
    return [function, called, {**called, "ExecutedVersion": spec.version}]
