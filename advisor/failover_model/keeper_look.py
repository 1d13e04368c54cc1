"""One look of a keeper: its canary, its row, and what the shipped decision makes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from advisor.failover_model.step import REGIONS
from advisor.failover_model.views import NOW_MS
from domain.resilience import (
    Lease,
    LeaseAction,
    LeaseRules,
    Look,
    RegionHealth,
    decide_lease,
    is_healthy,
    next_health,
)


class Heartbeat(NamedTuple):
    """What a Region said of itself, in milliseconds ago.

    Args:
        said: When; long ago is cut.
        failures: Failed canaries in a row.
        well: Since when it is healthy; ``None`` while it is not.
    """

    said: int
    failures: int
    well: int | None


class Seen(NamedTuple):
    """What a look comes to.

    Args:
        reconciled: Whether no old work was open.
        own: The row that it writes.
        lease: The lease after it.
        ill: Whether the Region is ill by its own row.
        action: What it did about the lease.
        backwards: Whether the lease has another holder in the same epoch, or an older epoch.
        said: The action and its reason.
    """

    reconciled: bool
    own: Heartbeat
    lease: Lease | None
    ill: bool
    action: LeaseAction
    backwards: bool
    said: str


def looked(
    region: int, lease: Lease | None, own: Heartbeat | None, heard: Heartbeat | None, rules: LeaseRules, *, passes: bool
) -> tuple[Seen, ...]:
    """What the shipped decision makes of a look, with old work open and without."""
    me, peer, cut_ms = REGIONS[region], REGIONS[1 - region], longest_ms(rules)
    health = next_health(_health(me, own), me, now_ms=NOW_MS, canary_ok=passes, rules=rules)
    well = None if health.healthy_since_ms == 0 else min(NOW_MS - health.healthy_since_ms, cut_ms)
    row, ill = Heartbeat(0, min(health.failures, rules.unhealthy_after), well), not is_healthy(health, rules)
    found = []
    for reconciled in (True, False):
        look = Look(me, peer, REGIONS[0], NOW_MS, health, _health(peer, heard), reconciled)
        made = decide_lease(_absolute(lease), look, rules)
        after, backwards = lease, False
        if made.lease is not None:
            moved = lease is not None and made.lease.holder != lease.holder
            backwards = lease is not None and made.lease.epoch < lease.epoch + moved
            after = _relative(made.lease, cut_ms)
        said = f"{made.action.value}: {made.reason}"
        found.append(Seen(reconciled, row, after, ill, made.action, backwards, said))
    return tuple(found)


def longest_ms(rules: LeaseRules) -> int:
    """The longest time that a rule about health compares with."""
    return max(rules.return_after_ms, rules.lease_ms + rules.max_skew_ms)


def _health(region: str, said: Heartbeat | None) -> RegionHealth | None:
    if said is None:
        return None
    return RegionHealth(region, NOW_MS - said.said, said.failures, 0 if said.well is None else NOW_MS - said.well)


def _relative(lease: Lease, cut_ms: int) -> Lease:
    return replace(
        lease,
        epoch=1,
        version=1,
        reason="",
        expires_at_ms=lease.expires_at_ms - NOW_MS,
        since_ms=max(lease.since_ms - NOW_MS, -cut_ms),
    )


def _absolute(lease: Lease | None) -> Lease | None:
    if lease is None:
        return None
    return replace(lease, expires_at_ms=NOW_MS + lease.expires_at_ms, since_ms=NOW_MS + lease.since_ms)
