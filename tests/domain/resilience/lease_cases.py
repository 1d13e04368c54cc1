"""What the tests of the lease share."""

from __future__ import annotations

from typing import Any

from domain.resilience import Lease, LeaseRules, Look, RegionHealth

EAST, WEST = "us-east-1", "us-east-2"
NOW = 1_800_000_000_000
LONG_AGO = NOW - 10_000_000


def rules(**changes: Any) -> LeaseRules:
    """Rules with a few changes."""
    usual: dict[str, Any] = {
        "lease_ms": 4000,
        "drain_ms": 2600,
        "longest_request_ms": 2000,
        "max_skew_ms": 200,
        "look_ms": 1000,
        "unhealthy_after": 2,
        "return_after_ms": 10_000,
        "failback": "automatic",
        "standby_stale_ms": 4000,
    }
    return LeaseRules(**{**usual, **changes})


def well(region: str, *, at_ms: int = NOW, since_ms: int = LONG_AGO) -> RegionHealth:
    """A healthy Region."""
    return RegionHealth(region, at_ms, 0, since_ms)


def ill(region: str, *, at_ms: int = NOW) -> RegionHealth:
    """One whose canary fails."""
    return RegionHealth(region, at_ms, 2, 0)


def look(me: str = EAST, **changes: Any) -> Look:
    """A look of `me`: both are healthy, the first is the primary."""
    peer = WEST if me == EAST else EAST
    usual: dict[str, Any] = {
        "me": me,
        "peer": peer,
        "primary": EAST,
        "now_ms": NOW,
        "mine": well(me),
        "theirs": well(peer),
        "reconciled": True,
    }
    return Look(**{**usual, **changes})


def lease(holder: str = EAST, **changes: Any) -> Lease:
    """A lease that was renewed just now, and held for long."""
    usual: dict[str, Any] = {
        "holder": holder,
        "epoch": 7,
        "expires_at_ms": NOW + 4000,
        "version": 30,
        "since_ms": LONG_AGO,
    }
    return Lease(**{**usual, **changes})
