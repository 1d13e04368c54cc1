"""Two keepers, their canaries and their heartbeats, without any work: where the lease goes, and when it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from advisor.failover_model.keeper_look import Heartbeat, Seen, longest_ms, looked
from advisor.failover_model.scope import TICK_MS
from advisor.failover_model.step import By, Invariant, Numbers, Step
from domain.resilience import (
    Failback,
    Lease,
    LeaseAction,
    LeaseMode,
    LeaseRules,
)

QUICK: Final = LeaseRules(
    lease_ms=2 * TICK_MS,
    drain_ms=TICK_MS,
    longest_request_ms=1,
    max_skew_ms=0,
    look_ms=1,
    unhealthy_after=1,
    return_after_ms=3 * TICK_MS,
    failback=Failback.AUTOMATIC,
    standby_stale_ms=TICK_MS,
)
"""Rules of few ticks, so that every state can be seen."""


@dataclass(frozen=True)
class KeeperScope:
    """A search over two keepers.

    Args:
        name: For the report.
        asks: What it is about.
        rules: What the keepers decide by.
        hysteresis_ms: How soon the lease must not come back: of the rules, unless they are broken on purpose.
    """

    name: str
    asks: str
    rules: LeaseRules = QUICK
    hysteresis_ms: int = QUICK.return_after_ms

    @property
    def courses(self) -> tuple[str, str]:
        """What has to come of two courses of events."""
        return ("while A stays ill and B well, B comes to hold the lease", "while both stay well, A comes to hold it")


class Site(NamedTuple):
    """A Region.

    Args:
        own: Its own row, as its last look wrote it.
        heard: The row that arrived in the other Region last: of that look, or of one before it.
        passed: Milliseconds since its last canary that passed, cut; not known to any rule.
    """

    own: Heartbeat | None = None
    heard: Heartbeat | None = None
    passed: int | None = None


class Keepers(NamedTuple):
    """A state of both.

    Args:
        lease: Number of the lease: relative to now, and its epoch always 1. No decision reads that, so epochs have no
            end here.
        sites: The two Regions.
        gave: Milliseconds since a Region that was ill gave the lease away in good order, cut; ``None`` for never.
    """

    lease: int
    sites: tuple[Site, Site]
    gave: int | None = None


WELL: Final = {By.FIRST: (False, True), By.SECOND: (True, True)}
"""Two courses of events to be asked about: A stays ill and B well; both stay well."""
HOLDER: Final = {By.FIRST: "B", By.SECOND: "A"}
"""And where the lease has to end up: with the one that is well; with the primary."""


class KeeperSteps:
    """Looks and time.

    Args:
        scope: What may happen.
    """

    def __init__(self, scope: KeeperScope) -> None:
        self.rules = rules = scope.rules
        self._hysteresis_ms = scope.hysteresis_ms
        self._long_ms = longest_ms(rules)
        self._leases = Numbers()
        self._older: dict[int, int] = {}
        self._seen: dict[tuple[object, ...], list[tuple[int, Seen]]] = {}
        self._stale_ms = rules.standby_stale_ms + TICK_MS

    def start(self) -> Keepers:
        """Nobody has looked yet."""
        return Keepers(self._leases.of(None), (Site(), Site()))

    def lease(self, state: Keepers) -> Lease | None:
        """The lease of a state, relative to now."""
        found: Lease | None = self._leases.values[state.lease]
        return found

    def is_held_by(self, state: Keepers, holder: str) -> bool:
        """Whether a Region holds the lease and may act."""
        lease = self.lease(state)
        return lease is not None and lease.holder == holder and lease.mode is LeaseMode.HELD and lease.expires_at_ms > 0

    def looks(self, state: Keepers) -> Iterator[tuple[Keepers, Step]]:
        """Either keeper looks: its canary passes or not, and the other Region hears of it or not."""
        for region in (0, 1):
            for passes in (True, False):
                yield from self._look(state, region, passes=passes)

    def _look(self, state: Keepers, region: int, *, passes: bool) -> Iterator[tuple[Keepers, Step]]:
        site, peer = state.sites[region], state.sites[1 - region]
        for number, seen in self._looked(region, passes, state.lease, site.own, peer.heard):
            broken = self._broken(state, region, seen)
            for arrives in (True, False):
                after = site._replace(
                    own=seen.own, heard=seen.own if arrives else site.heard, passed=0 if passes else site.passed
                )
                sites = (after, state.sites[1]) if region == 0 else (state.sites[0], after)
                gave = self._gave(state, seen)
                by = By.NOBODY
                for one, courses in WELL.items():
                    if arrives and seen.reconciled and courses[region] == passes:
                        by |= one
                label = ("keeper", region, passes, arrives, seen.said)
                yield Keepers(number, sites, gave), Step(0, by, broken, label)

    def _looked(
        self, region: int, passes: bool, lease: int, own: Heartbeat | None, heard: Heartbeat | None
    ) -> list[tuple[int, Seen]]:
        key = (region, passes, lease, own, heard)
        found = self._seen.get(key)
        if found is None:
            outcomes = looked(region, self._leases.values[lease], own, heard, self.rules, passes=passes)
            found = self._seen[key] = [(self._leases.of(one.lease), one) for one in outcomes]
        return found

    def tick(self, state: Keepers) -> tuple[Keepers, Step]:
        """Time passes."""
        lease = self._older.get(state.lease)
        if lease is None:
            now = self.lease(state)
            lease = self._older[state.lease] = self._leases.of(now and _older(now, self.rules))
        sites = (self._aged(state.sites[0]), self._aged(state.sites[1]))
        gave = _later(state.gave, self._hysteresis_ms)
        return Keepers(lease, sites, gave), Step(0, By.EITHER, (), ("tick",))

    def _gave(self, state: Keepers, seen: Seen) -> int | None:
        """When the lease was given away last; a drain that the Region itself ends again gave nothing away."""
        before = self.lease(state)
        if seen.action is LeaseAction.RENEW and before is not None and before.mode is LeaseMode.DRAINING:
            return None
        return 0 if seen.action is LeaseAction.DRAIN and seen.ill else state.gave

    def _broken(self, state: Keepers, region: int, seen: Seen) -> tuple[Invariant, ...]:
        """What a decision breaks, by what really happened and not by what the keeper knows."""
        if seen.action is not LeaseAction.DRAIN:
            return (Invariant.EPOCH_GROWS,) if seen.backwards else ()
        broken = []
        peer = state.sites[1 - region]
        if peer.passed is None or peer.passed > self.rules.standby_stale_ms:
            broken.append(Invariant.HEALTHY_HOLDER)
        if state.gave is not None and state.gave < self._hysteresis_ms:
            broken.append(Invariant.NO_PING_PONG)
        return tuple(broken)

    def _aged(self, site: Site) -> Site:
        # When the Region itself looked last is read by nobody: what counts is what arrived.
        own = site.own and site.own._replace(well=_later(site.own.well, self._long_ms))
        heard = site.heard and site.heard._replace(
            said=min(site.heard.said + TICK_MS, self._stale_ms), well=_later(site.heard.well, self._long_ms)
        )
        if heard is not None and heard.said >= self._stale_ms:
            heard = None  # what is stale counts as nothing heard
        return Site(own, heard, _later(site.passed, self._stale_ms))


def _older(lease: Lease, rules: LeaseRules) -> Lease:
    left = max(lease.expires_at_ms - TICK_MS, -rules.max_skew_ms)
    return replace(lease, expires_at_ms=left, since_ms=max(lease.since_ms - TICK_MS, -longest_ms(rules)))


def _later(ago: int | None, most: int) -> int | None:
    return None if ago is None else min(ago + TICK_MS, most)
