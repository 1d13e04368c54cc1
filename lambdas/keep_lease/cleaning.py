"""Removes the results of days that are over: a table with multi-Region strong consistency has no TTL."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from domain.resilience import expired_buckets
from lambdas.bounded import bounded_map
from lambdas.clients.work_listing import WorkListing
from lambdas.clients.work_removal import WorkRemoval
from lambdas.telemetry import log
from lambdas.work.connections import CONNECTIONS

LOOK_BACK_DAYS: Final = 14
"""So long may nobody have cleaned, and nothing stays for ever."""


@dataclass(frozen=True)
class Cleaning:
    """Removes old results.

    Attributes:
        listing: Lists the days.
        removal: Removes.
        retention_days: How long a result can be asked for.
        clock: Seconds since 1970.
    """

    listing: WorkListing
    removal: WorkRemoval
    retention_days: int
    clock: Callable[[], float]

    def __call__(self, until_s: float) -> int:
        """Remove until ``until_s`` (seconds since 1970); the rest waits. Returns how many are gone."""
        try:
            found = bounded_map(lambda one: self.removal.remove(*one), self._old(until_s), CONNECTIONS)
            return sum(found)
        except (BotoCoreError, ClientError) as error:
            log().warning("old results cannot be removed now", extra={"error": str(error)})
            return 0

    def _old(self, until_s: float) -> Iterator[tuple[str, str]]:
        now_ms = int(self.clock() * 1000)
        for bucket in expired_buckets(now_ms, self.retention_days, look_back_days=LOOK_BACK_DAYS):
            for key in self.listing.keys_in(bucket):
                if self.clock() >= until_s:
                    return
                yield key, bucket
