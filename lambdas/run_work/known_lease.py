"""The lease as it was read a moment ago: one read serves a batch, none serves for long."""

import threading
from collections.abc import Callable
from typing import Final, Protocol

from lambdas.work.guard import Standing

FRESH_S: Final = 1.0
"""A batch is begun within it. A hand-over that was announced since then has to leave time for what begins by it."""


class Reads(Protocol):
    """Reads the lease: `lambdas.work.guard.LeaseGuard`."""

    def read(self) -> Standing:
        """Read it now."""
        ...


class KnownLease:
    """Keeps what was read for a second; threads share it.

    Args:
        guard: Reads it.
        clock: Seconds that never go backwards.
        fresh_s: How old it may be, in seconds; at most half of the slack of a drain.
    """

    def __init__(self, guard: Reads, clock: Callable[[], float], fresh_s: float = FRESH_S) -> None:
        self._guard = guard
        self._clock = clock
        self._fresh_s = fresh_s
        self._known: Standing | None = None
        self._read_at = 0.0
        self._reading = threading.Lock()

    def standing(self, epoch: int) -> Standing:
        """How the own Region stands; a no is never told from what was read before.

        Args:
            epoch: Of the work that is to be run. Its claim may be younger than what was read.
        """
        with self._reading:
            now_s = self._clock()
            known = self._known
            if known is None or now_s - self._read_at > self._fresh_s or not known.check(epoch).ok:
                known = self._guard.read()
                self._known, self._read_at = known, now_s
            return known
