"""Watches the lease from outside: when it moves, and to whom."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from domain.resilience import Lease

PAUSE_S = 0.1


@dataclass(frozen=True)
class Seen:
    """A lease, and when it was first seen.

    Attributes:
        at_s: Seconds since 1970.
        lease: The lease.
    """

    at_s: float
    lease: Lease


class LeaseWatch:
    """Reads the lease over and over, in a thread of its own, until it is left.

    Args:
        reads: Read it, one in each Region: whichever answers; what none can read now is read the next time.
    """

    def __init__(self, reads: Sequence[Callable[[], Lease | None]]) -> None:
        self._reads = reads
        self._seen: list[Seen] = []
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="lease-watch")

    def __enter__(self) -> LeaseWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join(timeout=5)

    def seen(self, since_s: float = 0.0) -> list[Seen]:
        """What was seen since a moment, in order."""
        with self._lock:
            return [one for one in self._seen if one.at_s >= since_s]

    def last(self) -> Lease | None:
        """The newest lease."""
        with self._lock:
            return self._seen[-1].lease if self._seen else None

    def wait(self, wanted: Callable[[Lease], bool], limit_s: float) -> Lease:
        """The first lease that is as wanted.

        Raises:
            TimeoutError: None was, for so long.
        """
        limit = time.monotonic() + limit_s
        while time.monotonic() < limit:
            lease = self.last()
            if lease is not None and wanted(lease):
                return lease
            self._end.wait(PAUSE_S / 2)
        raise TimeoutError(f"the lease was not as expected for {limit_s:.0f} s; the last one was {self.last()}")

    def _run(self) -> None:
        at = 0
        while not self._end.is_set():
            at += 1
            try:
                lease = self._reads[at % len(self._reads)]()
            except (BotoCoreError, ClientError):
                continue  # the next Region, at once
            with self._lock:
                if lease is not None and (not self._seen or self._seen[-1].lease.version < lease.version):
                    self._seen.append(Seen(time.time(), lease))
            self._end.wait(PAUSE_S)
