"""The part of a state that all inputs share: the lease, who held each epoch, and the clocks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import Final, NamedTuple

from advisor.failover_model.scope import TICK_MS, Scope
from advisor.failover_model.step import REGIONS, By, Invariant, Step, only
from advisor.failover_model.views import BEGAN_AGO_MS, NOW_MS, views
from domain.resilience import Lease, LeaseAction, LeaseRules, Order, decide_lease, may_act, order_lease

ORDERS: Final = (Order.FAIL_OVER, Order.FAIL_BACK)


class Control(NamedTuple):
    """One state of it. Times are ticks from now, in true time; so time has no beginning and no end.

    Args:
        lease: The item of the ledger, with its ``expires_at_ms`` counted from now; ``None`` before the first look.
        owners: Which Region (0 or 1) held epoch 1, 2, …
        offsets: Ticks by which the clock of each Region is ahead of true time.
        pending: What a look of each Region has decided on this very version of the lease and not written yet.
    """

    lease: Lease | None
    owners: tuple[int, ...]
    offsets: tuple[int, int]
    pending: tuple[Lease | None, ...] = (None, None)

    @property
    def epoch(self) -> int:
        """The epoch of the lease; 0 before there is one."""
        return self.lease.epoch if self.lease else 0

    def clock(self, region: int) -> int:
        """What the clock of a Region shows, in milliseconds."""
        return NOW_MS + self.offsets[region] * TICK_MS


def relative(lease: Lease, floor_ms: int) -> Lease:
    """A lease as a state keeps it: without what no decision reads, and long past is past."""
    left = max(lease.expires_at_ms - NOW_MS, floor_ms)
    return replace(lease, expires_at_ms=left, version=1, reason="", since_ms=0)


def absolute(lease: Lease, began_ago_ms: int = 0) -> Lease:
    """The item that a function would read at :data:`NOW_MS`."""
    return replace(lease, expires_at_ms=NOW_MS + lease.expires_at_ms, version=1, since_ms=NOW_MS - began_ago_ms)


class Decided(NamedTuple):
    """What a look of a Region can come to.

    Args:
        lease: Written, relative; ``None`` when nothing is.
        truthful: Whether a Region that is well and alone would come to it.
        text: The action, and its reason.
    """

    lease: Lease
    truthful: bool
    text: str


@cache
def decided(lease: Lease | None, region: int, clock: int, rules: LeaseRules, floor_ms: int) -> tuple[Decided, ...]:
    """Every decision of a Region, whatever the heartbeats say: late, wrong, lost, or true.

    Replication lag and health flaps need no state of their own in this way: what any of them could make a Region
    believe is tried at each look.
    """
    outcomes: dict[Lease, Decided] = {}
    for view in views(region, clock, rules):
        for began_ago_ms in BEGAN_AGO_MS:
            now = absolute(lease, began_ago_ms) if lease else None
            decision = decide_lease(now, view.look, rules)
            if decision.action is LeaseAction.WAIT or decision.lease is None:
                continue
            written = relative(decision.lease, floor_ms)
            known = outcomes.get(written)
            if known is None or (view.truthful and not known.truthful):
                text = f"{decision.action.name.lower()}: {decision.reason}"
                outcomes[written] = Decided(written, view.truthful, text)
    return tuple(outcomes.values())


@cache
def ordered(lease: Lease | None, region: int, clock: int, rules: LeaseRules, floor_ms: int) -> tuple[Decided, ...]:
    """Every decision that an operator's order can lead to in a Region; refused orders are none."""
    outcomes: dict[Lease, Decided] = {}
    for order in ORDERS:
        for view in views(region, clock, rules):
            for to in (None, *REGIONS):
                try:
                    decision = order_lease(absolute(lease) if lease else None, order, to, view.look, rules)
                except ValueError:
                    continue
                if decision.lease is not None:
                    written = relative(decision.lease, floor_ms)
                    text = f"operator's {order.value}: {decision.reason}"
                    outcomes.setdefault(written, Decided(written, False, text))
    return tuple(outcomes.values())


class ControlSteps:
    """What the keepers, the operator and the clocks do.

    Args:
        scope: What may happen.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.rules = scope.lease_rules
        self.floor_ms = -scope.ticks.max_skew * TICK_MS  # by every clock, the lease may be taken then

    def starts(self) -> list[Control]:
        """Nobody holds anything; the clocks agree or not."""
        return [
            Control(None, (), offsets) for offsets in product(range(self.scope.skew + 1), range(self.scope.skew + 1))
        ]

    def allowed(self, control: Control) -> tuple[bool, ...]:
        """For each epoch: whether the function of the Region that held it would start a request now."""
        lease = absolute(control.lease) if control.lease else None
        return tuple(
            may_act(lease, REGIONS[owner], epoch, control.clock(owner), self.rules).ok
            for epoch, owner in enumerate(control.owners, 1)
        )

    def looks(self, control: Control) -> list[tuple[Control, Step]]:
        """Looks of both Regions, at once or with a pause before the write; ``to`` of the steps is filled in later."""
        steps: list[tuple[Control, Step]] = []
        for region in (0, 1):
            arguments = (control.lease, region, control.clock(region), self.rules, self.floor_ms)
            if self.scope.orders:
                for order in ordered(*arguments):
                    steps += self._written(control, order.lease, By.NOBODY, ("order", region, order.text))
            for outcome in decided(*arguments):
                by = only(region) if outcome.truthful else By.NOBODY
                steps += self._written(control, outcome.lease, by, ("look", region, outcome.text))
                if self.scope.paused_looks:
                    pending = _with(control.pending, region, outcome.lease)
                    label = ("pause", region, outcome.text)
                    steps.append((control._replace(pending=pending), Step(0, By.NOBODY, (), label)))
            paused = control.pending[region]
            if paused is not None:
                steps += self._written(control, paused, By.NOBODY, ("resume", region))
        return steps

    def clocks(self, control: Control) -> list[tuple[Control, Step]]:
        """A tick passes. Where requests have a bound, so has the pause of a look: it ends within a tick."""
        lease = self._later(control.lease)
        pending = (None, None) if self.scope.bounded else tuple(self._later(one) for one in control.pending)
        after = control._replace(lease=lease, pending=pending)
        return [(after, Step(0, By.EITHER, (), ("tick",)))]

    def drifts(self, control: Control) -> list[tuple[Control, Step]]:
        """A clock is set by a tick, forwards or backwards, within what may be."""
        steps = []
        for region, change in product((0, 1), (-1, 1)):
            offset = control.offsets[region] + change
            if 0 <= offset <= self.scope.skew:
                offsets = (offset, control.offsets[1]) if region == 0 else (control.offsets[0], offset)
                label = ("drift", region, change)
                steps.append((control._replace(offsets=offsets), Step(0, By.NOBODY, (), label)))
        return steps

    def _later(self, lease: Lease | None) -> Lease | None:
        if lease is None:
            return None
        return replace(lease, expires_at_ms=max(lease.expires_at_ms - TICK_MS, self.floor_ms))

    def _written(self, control: Control, lease: Lease, by: By, label: tuple[object, ...]) -> list[tuple[Control, Step]]:
        """The lease is replaced: on this version, so what the other had decided on it is refused from now on."""
        if lease.epoch > self.scope.epochs:
            return []
        broken, owners = [], control.owners
        before = control.lease
        holder = REGIONS.index(lease.holder)
        if before and (lease.epoch < before.epoch or (lease.epoch == before.epoch and lease.holder != before.holder)):
            broken.append(Invariant.EPOCH_GROWS)
        if lease.epoch <= len(owners):
            if owners[lease.epoch - 1] != holder:
                broken.append(Invariant.ONE_WRITER)
        else:
            owners = (*owners, holder)
        after = Control(lease, owners, control.offsets)
        return [(after, Step(0, by, tuple(broken), label))] if after != control else []


def _with(pending: tuple[Lease | None, ...], region: int, lease: Lease) -> tuple[Lease | None, ...]:
    return (lease, pending[1]) if region == 0 else (pending[0], lease)
