"""The lease's settings as the rules that the domain decides by."""

from __future__ import annotations

from typing import Final

from components.settings.resilience import ResilienceSettings
from domain.resilience import Failback, LeaseRules

MS: Final = 1000
MINUTE_MS: Final = 60 * MS


def lease_rules(theme: ResilienceSettings) -> LeaseRules:
    """The rules of a stack.

    Args:
        theme: The theme's settings.

    Raises:
        ValueError: The figures contradict one another; the message says which and what is accepted.
    """
    lease = theme.lease
    return LeaseRules(
        lease_ms=lease.seconds * MS,
        drain_ms=lease.drain_seconds * MS,
        longest_request_ms=lease.longest_request_seconds * MS,
        max_skew_ms=round(lease.max_skew_seconds * MS),
        look_ms=MINUTE_MS // lease.looks_per_minute,
        unhealthy_after=lease.unhealthy_after,
        return_after_ms=lease.return_after_seconds * MS,
        failback=Failback(lease.failback),
        standby_stale_ms=lease.standby_stale_seconds * MS,
    )
