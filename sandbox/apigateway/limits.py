"""How often: token buckets and quotas.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html: a bucket holds up to
`burst` requests and takes in `rate` each second. A quota counts the requests of a day, week or month.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

ACCOUNT_RATE = 10_000.0
ACCOUNT_BURST = 5_000


@dataclass(slots=True)
class Bucket:
    """Requests that may come at once.

    Attributes:
        rate: Requests that are added each second, >= 0.
        burst: Most that it holds, >= 0.
        level: Present content.
        at: When that was so, seconds.
    """

    rate: float
    burst: float
    level: float
    at: float

    def take(self, now: float) -> bool:
        """Takes one request out; False when none is left."""
        self.level = min(self.burst, self.level + max(0.0, now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


class Throttles:
    """A bucket for each thing that is limited; safe to use from many threads.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[Hashable, Bucket] = {}
        self._lock = threading.Lock()

    def admit(self, key: Hashable, rate: float | None, burst: float | None) -> bool:
        """Whether one more request of `key` may pass; without a rate and burst it always may."""
        if (rate is None and burst is None) or (rate is not None and rate < 0) or (burst is not None and burst < 0):
            return True
        now = self._clock()
        limit = (ACCOUNT_RATE if rate is None else float(rate), float(ACCOUNT_BURST if burst is None else burst))
        with self._lock:
            bucket = self._buckets.get(key)
            if bucket is None or (bucket.rate, bucket.burst) != limit:
                bucket = self._buckets[key] = Bucket(*limit, level=limit[1], at=now)
            return bucket.take(now)


def period_start(period: str, now: datetime, offset: int = 0) -> str:
    """The date on which the present period of a quota began.

    Args:
        period: `DAY`, `WEEK` (from Sunday on) or `MONTH`.
        now: The present moment, in UTC.
        offset: Requests subtracted in the first period: no part of the date.
    """
    del offset
    today = now.date()
    if period == "WEEK":
        return (today - timedelta(days=(today.weekday() + 1) % 7)).isoformat()
    return (today.replace(day=1) if period == "MONTH" else today).isoformat()


class Quotas:
    """Requests counted by usage plan and key."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._used: dict[tuple[str, str, str], int] = {}
        self._by_day: dict[tuple[str, str, str], int] = {}
        self._lock = threading.Lock()

    def admit(self, plan: str, key: str, quota: Mapping[str, Any] | None) -> bool:
        """Counts one request; False when the quota is used up."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        with self._lock:
            if quota and quota.get("limit"):
                slot = (plan, key, period_start(str(quota.get("period", "DAY")), now))
                used = self._used.get(slot, int(quota.get("offset") or 0))
                if used >= int(quota["limit"]):
                    return False
                self._used[slot] = used + 1
            day = (plan, key, now.date().isoformat())
            self._by_day[day] = self._by_day.get(day, 0) + 1
            return True

    def usage(self, plan: str, key: str, day: str) -> int:
        """Requests of a key on a day (`2026-11-26`)."""
        with self._lock:
            return self._by_day.get((plan, key, day), 0)

    def used(self, plan: str, key: str, quota: Mapping[str, Any]) -> int:
        """Requests counted in the present period."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        with self._lock:
            return self._used.get((plan, key, period_start(str(quota.get("period", "DAY")), now)), 0)
