"""The same systems without a heap, a ring or a compiler: one list, looked through at each step. For small traces."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Environment:
    """One that is warm; ``free_at`` is when it has finished."""

    free_at: float
    provisioned: bool


@dataclass
class Environments:
    """Lambda without a limit on how fast environments are started, and without retries."""

    limit: int
    provisioned: int
    idle_expiry_s: float
    cold_s: float
    warm: list[Environment] = field(default_factory=list)

    def serve(self, arrivals: Sequence[float], service: Sequence[float]) -> list[str]:
        """``warm``, ``cold`` or ``throttled``, by request."""
        self.warm = [Environment(-math.inf, provisioned=True) for _ in range(self.provisioned)]
        return [self._one(now, lasts) for now, lasts in zip(arrivals, service, strict=True)]

    def _one(self, now: float, lasts: float) -> str:
        self.warm = [one for one in self.warm if one.provisioned or now < one.free_at + self.idle_expiry_s]
        idle = [one for one in self.warm if one.free_at <= now]
        if idle:
            best = max(idle, key=lambda one: (one.provisioned, one.free_at))
            best.free_at = now + lasts
            return "warm"
        if len(self.warm) < self.limit:
            self.warm.append(Environment(now + lasts + self.cold_s, provisioned=False))
            return "cold"
        return "throttled"


def queue_waits(arrivals: Sequence[float], service: Sequence[float], slots: int) -> list[float]:
    """How long each waits: it starts when fewer than ``slots`` of those before it are not done."""
    ended: list[float] = []
    waits = []
    for now, lasts in zip(arrivals, service, strict=True):
        running = sorted(ended, reverse=True)[:slots]
        start = now if len(running) < slots else max(now, running[-1])
        waits.append(start - now)
        ended.append(start + lasts)
    return waits


def minute_quota(arrivals: Sequence[float], tokens: Sequence[float], quota: float) -> list[bool]:
    """Who is taken: a bucket of a minute's quota, refilled evenly."""
    level, at, taken = quota, 0.0, []
    for now, wanted in zip(arrivals, tokens, strict=True):
        level = min(quota, level + (now - at) * quota / 60)
        at = now
        taken.append(level >= wanted)
        if taken[-1]:
            level -= wanted
    return taken
