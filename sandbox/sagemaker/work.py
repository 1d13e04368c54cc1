"""How much a request costs an instance: by default nothing beyond the model's own time, and all at once.

The models of this project answer within milliseconds, so that no load that this machine can make would slow an endpoint
down. `POST /_sandbox/endpoints/<name>/work` gives every request of an endpoint more work, and each instance (or copy) a
number of workers: what is more than they can serve waits in order, as it does inside of a container. So an endpoint
gets slow when there is more load than capacity, by as much as there is too much, and recovers with more instances or
less load.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sandbox.sagemaker.container import ContainerTimeoutError
from sandbox.sagemaker.hosting import MODEL_TIMEOUT_S, Served

MOST_SECONDS: Final = 60.0
MOST_WORKERS: Final = 1000
_LOOK_S: Final = 0.1
"""How often a waiting request looks for instances that have come."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a request costs.

    Attributes:
        seconds: A worker's time beyond the model's own, 0 to 60.
        workers: Requests that an instance serves at once, >= 1.
    """

    seconds: float
    workers: int = 1

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Work:
        """Out of an admin call.

        Raises:
            ValueError: An unknown member, or a value that is out of range.
        """
        if unknown := sorted(set(values) - {"seconds", "workers"}):
            raise ValueError(f"unknown member {', '.join(unknown)}; accepted: seconds, workers")
        seconds, workers = values.get("seconds"), values.get("workers", 1)
        number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
        if not number or not 0 <= seconds <= MOST_SECONDS:  # type: ignore[operator]
            raise ValueError(f"seconds is {seconds!r}; accepted: 0 (as without) to {MOST_SECONDS:g}")
        if isinstance(workers, bool) or not isinstance(workers, int) or not 1 <= workers <= MOST_WORKERS:
            raise ValueError(f"workers is {workers!r}; accepted: 1 to {MOST_WORKERS}")
        return cls(float(seconds), workers)  # type: ignore[arg-type]


@dataclass
class _Queue:
    """Who runs and who waits for one variant or component."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    waiting: deque[object] = field(default_factory=deque)
    busy: int = 0


class WorkBook:
    """The work of every endpoint; safe to use from many threads.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._works: dict[str, Work] = {}
        self._queues: dict[tuple[str, ...], _Queue] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def put(self, endpoint: str, work: Work) -> None:
        """Gives the requests of an endpoint that work from now on; of 0 seconds: none."""
        with self._lock:
            if work.seconds:
                self._works[endpoint] = work
            else:
                self._works.pop(endpoint, None)

    def close(self) -> None:
        """Lets everything that works end."""
        self._closed.set()

    def run(
        self, endpoint: str, place: tuple[str, ...], units: Callable[[], int], call: Callable[[], Served]
    ) -> Served:
        """One request: waits for a worker, works, and calls the model; its time has all of that in it.

        Args:
            endpoint: Whose work.
            place: What has the workers: region with variant or component.
            units: Its present instances or copies.
            call: Calls the model.

        Raises:
            ContainerTimeoutError: No worker had time for all of it within the model's 60 seconds.
        """
        work = self._works.get(endpoint)
        if work is None:
            return call()
        with self._lock:
            queue = self._queues.setdefault(place, _Queue())
        started = self._clock()
        self._enter(queue, work.workers, units, started + MODEL_TIMEOUT_S)
        try:
            left = started + MODEL_TIMEOUT_S - self._clock()
            self._closed.wait(min(work.seconds, left))
            if work.seconds > left:
                raise ContainerTimeoutError(f"its turn came too late to end within {MODEL_TIMEOUT_S:g} s")
            before_s = self._clock() - started
            served = call()
        finally:
            with queue.changed:
                queue.busy -= 1
                queue.changed.notify_all()
        return replace(served, model_s=served.model_s + before_s)

    def _enter(self, queue: _Queue, workers: int, units: Callable[[], int], until: float) -> None:
        ticket = object()
        with queue.changed:
            queue.waiting.append(ticket)
            try:
                while queue.waiting[0] is not ticket or queue.busy >= workers * max(1, units()):
                    left = until - self._clock()
                    if left <= 0 or self._closed.is_set():
                        raise ContainerTimeoutError(f"no worker had time within {MODEL_TIMEOUT_S:g} s")
                    queue.changed.wait(min(left, _LOOK_S))
                queue.busy += 1
            finally:
                queue.waiting.remove(ticket)
                queue.changed.notify_all()
