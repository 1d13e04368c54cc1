"""The lease: one item that says which Region acts, until when, and under which epoch.

Why two Regions never act at once: the holder starts only what ends before ``expires_at_ms`` on its own clock
(``may_act``), and another Region takes the lease no earlier than ``expires_at_ms + max_skew_ms`` on its own clock, by a
write that is conditional on the item's ``version``. A clock that is further off, or a process that is stopped between
its check and its effect, breaks that; then the epoch still fences the effect off (``domain.resilience.work``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.checks import refuse, text, whole_number
from domain.resilience.lease_rules import LeaseRules
from domain.resilience.verdict import Verdict

LEASE_ID: Final = "lease"
"""Key of the item in the ledger."""


class LeaseMode(StrEnum):
    """``held``: the holder acts. ``draining``: it ends what it began. ``free``: it has given the lease up."""

    HELD = "held"
    DRAINING = "draining"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Lease:
    """The lease as it is written.

    Attributes:
        holder: The Region that acts, or acted last.
        epoch: Rises by one with each take-over: the fencing token.
        expires_at_ms: Epoch milliseconds on the holder's clock.
        mode: Whether the holder acts, drains, or has given it up.
        handover_to: While not held: the Region that takes it next.
        pinned: The Region that an operator wants to hold it, whatever its health; ``None`` for automatic.
        version: Rises by one with each write.
        reason: Why it was written.
        since_ms: When this epoch began.

    Raises:
        ValueError: A value is out of its range.
    """

    holder: str
    epoch: int
    expires_at_ms: int
    mode: LeaseMode = LeaseMode.HELD
    handover_to: str | None = None
    pinned: str | None = None
    version: int = 1
    reason: str = ""
    since_ms: int = 0

    def __post_init__(self) -> None:
        text("holder", self.holder)
        whole_number("epoch", self.epoch, 1)
        whole_number("version", self.version, 1)
        if self.mode not in tuple(LeaseMode):
            refuse("mode", self.mode, "held, draining or free")
        object.__setattr__(self, "mode", LeaseMode(self.mode))


@dataclass(frozen=True, slots=True)
class RegionHealth:
    """What a Region says of itself.

    Attributes:
        region: The Region.
        at_ms: When it said so, on its clock.
        failures: Failed canaries in a row.
        healthy_since_ms: Since when it is healthy without a break; 0 while it is not.
    """

    region: str
    at_ms: int
    failures: int
    healthy_since_ms: int


@dataclass(frozen=True, slots=True)
class Look:
    """What a keeper sees when it looks.

    Attributes:
        me: Its own Region.
        peer: The other one.
        primary: The preferred of the two.
        now_ms: Its clock.
        mine: Its own health.
        theirs: What the peer last said; ``None`` when nothing was heard.
        reconciled: Whether no work of an older epoch is open and the peer's heartbeat arrives in time. Only a failback
            asks for it.

    Raises:
        ValueError: The Regions are the same, or the primary is neither.
    """

    me: str
    peer: str
    primary: str
    now_ms: int
    mine: RegionHealth
    theirs: RegionHealth | None
    reconciled: bool = False

    def __post_init__(self) -> None:
        if text("peer", self.peer) == text("me", self.me):
            refuse("peer", self.peer, f"another Region than {self.me}")
        if self.primary not in (self.me, self.peer):
            refuse("primary", self.primary, f"{self.me} or {self.peer}")


def next_health(
    previous: RegionHealth | None, region: str, *, now_ms: int, canary_ok: bool, rules: LeaseRules
) -> RegionHealth:
    """What a Region says of itself after a canary.

    It is unhealthy after ``unhealthy_after`` failures in a row, and healthy again with the first canary that passes:
    what keeps that from being a flap is that ``healthy_since_ms`` starts anew.
    """
    since_ms = previous.healthy_since_ms if previous else 0
    if canary_ok:
        return RegionHealth(region, now_ms, 0, since_ms or now_ms)
    failures = (previous.failures if previous else 0) + 1
    return RegionHealth(region, now_ms, failures, 0 if failures >= rules.unhealthy_after else since_ms)


def is_healthy(health: RegionHealth | None, rules: LeaseRules) -> bool:
    """Whether a Region says that it is healthy; nothing heard is not healthy."""
    return health is not None and health.failures < rules.unhealthy_after and health.healthy_since_ms > 0


def is_fresh(health: RegionHealth | None, now_ms: int, rules: LeaseRules) -> bool:
    """Whether a heartbeat is recent; one from further ahead than the clocks may differ says nothing."""
    return health is not None and -rules.max_skew_ms <= now_ms - health.at_ms <= rules.standby_stale_ms


def may_act(lease: Lease | None, region: str, epoch: int, now_ms: int, rules: LeaseRules) -> Verdict:
    """Whether a Region may begin something with effects, under an epoch, now.

    Args:
        lease: The lease as it was read, consistently; ``None`` when there is none.
        region: Who asks.
        epoch: The epoch under which the work was handed out.
        now_ms: The clock of who asks.
        rules: How long a request may last.
    """
    if lease is None:
        return Verdict(False, "nobody has taken the lease yet")
    if lease.holder != region:
        return Verdict(False, f"{lease.holder} holds the lease, not {region}")
    if lease.epoch != epoch:
        return Verdict(False, f"the lease is of epoch {lease.epoch}, this is of epoch {epoch}")
    if lease.mode is not LeaseMode.HELD:
        return Verdict(False, f"the lease is {lease.mode.value}: nothing new is begun")
    left_ms = lease.expires_at_ms - now_ms
    if left_ms < rules.longest_request_ms:
        return Verdict(False, f"{left_ms} ms of the lease are left, and a request may last {rules.longest_request_ms}")
    return Verdict(True, f"{region} holds epoch {epoch} for {left_ms} ms more")
