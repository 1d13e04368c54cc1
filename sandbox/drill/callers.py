"""Callers: threads that submit work through the platform's CrossRegionClient, and note how each request went."""

from __future__ import annotations

import base64
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from domain.resilience import CrossRegionClient
from lambdas.cross_region.composition import Limits

LIMITS = Limits(attempt_s=3.0, deadline_s=12.0)
"""Of the callers: a request that the function answers takes a fraction of it, also on a machine that is busy."""
PATIENT = Limits(attempt_s=30.0, deadline_s=60.0)
"""Of those who put work in flight before the fault: they are not measured."""
BATCH = 10
"""Pieces of work in one request of those that are in flight; the function takes 25."""


@dataclass(frozen=True)
class Request:
    """One request of a caller.

    Attributes:
        keys: The pieces of work.
        begun_s: Seconds since 1970.
        took_s: Seconds until the answer.
        region: The Region that answered; empty when none did.
        error: Why none did.
    """

    keys: tuple[str, ...]
    begun_s: float
    took_s: float
    region: str
    error: str = ""


@dataclass
class Callers:
    """What callers share.

    Attributes:
        client: The platform's client of both Regions.
        body: What is predicted.
        content_type: Its type.
        requests: Every request that ended.
    """

    client: CrossRegionClient
    body: bytes
    content_type: str
    requests: list[Request] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def submit(self, keys: Sequence[str]) -> Request:
        """Submits works in one request; a failure is noted, not raised: a caller would ask again."""
        encoded = base64.b64encode(self.body).decode()
        works = [{"key": key, "input": {"content_type": self.content_type, "body_base64": encoded}} for key in keys]
        begun_s, clock = time.time(), time.monotonic()
        region, error = "", ""
        try:
            answer: dict[str, Any] = self.client.access_with_failover("accept", works=works)
            region = str(answer["region"])
        except Exception as caught:  # noqa: BLE001 - whatever it is, the caller has no answer, and the audit wants it
            error = f"{type(caught).__name__}: {caught}"[:300]
        request = Request(tuple(keys), begun_s, time.monotonic() - clock, region, error)
        with self._lock:
            self.requests.append(request)
        return request

    def submit_all(self, keys: Iterable[str], threads: int = 4) -> list[Request]:
        """Submits many, in full requests, from several callers at once; again what got no answer."""
        parts = [tuple(part) for part in _parts(keys)]
        with ThreadPoolExecutor(threads) as pool:
            done = list(pool.map(self.submit, parts))
            return done + list(pool.map(lambda one: self.submit(one.keys), [one for one in done if one.error]))


class Trickle:
    """Callers that go on while things happen: each submits one piece of work, waits, and submits the next.

    What got no answer is submitted again under the same key, as a caller would.

    Args:
        callers: What they share.
        name: Makes a key of a number.
        threads: How many.
        pause_s: Between an answer and the next request.
    """

    def __init__(self, callers: Callers, name: Callable[[int], str], threads: int = 4, pause_s: float = 0.5) -> None:
        self._callers, self._name, self._pause_s = callers, name, pause_s
        self._numbers = itertools.count()
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]
        self.keys: list[str] = []

    def __enter__(self) -> Trickle:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def _run(self) -> None:
        while not self._end.wait(self._pause_s):
            key = self._name(next(self._numbers))
            self.keys.append(key)
            while self._callers.submit([key]).error and not self._end.wait(self._pause_s):
                pass


def _parts(keys: Iterable[str]) -> Iterable[Sequence[str]]:
    waiting = iter(keys)
    while part := list(itertools.islice(waiting, BATCH)):
        yield part
