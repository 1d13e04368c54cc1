"""What an operator orders: move the lease, or pin it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from domain.checks import refuse
from domain.resilience.decide import LeaseAction, LeaseDecision, drain
from domain.resilience.lease import Lease, LeaseMode, Look, may_act
from domain.resilience.lease_rules import LeaseRules


class Order(StrEnum):
    """``fail_over``: move to a Region. ``fail_back``: move to the primary. ``pin``: keep it in a Region; ``unpin``."""

    FAIL_OVER = "fail_over"
    FAIL_BACK = "fail_back"
    PIN = "pin"
    UNPIN = "unpin"


def order_lease(lease: Lease | None, order: Order, to: str | None, look: Look, rules: LeaseRules) -> LeaseDecision:
    """Turn an order into a write; it may be given in either Region.

    A move drains first. Ordered in the Region that does not hold the lease it adds no more than ``max_skew_ms`` to the
    expiry: what the holder began ends before that, for it never begins what does not.

    Args:
        lease: The lease as it was read.
        order: What is ordered.
        to: The Region, for ``fail_over`` and ``pin``; ``None`` is the Region that does not hold it, or the holder.
        look: What this keeper sees; its health does not matter, an operator knows better.
        rules: The times.

    Raises:
        ValueError: There is no lease, the Region is neither, or the order contradicts a pin; says what to do.
    """
    if lease is None:
        refuse("lease", None, "a lease to exist: wait for the first look of a healthy Region (action status)")
    if order is Order.UNPIN:
        return _repin(lease, None, look, rules)
    target = _target(lease, order, to, look)
    if order is Order.PIN:
        return _repin(lease, target, look, rules)
    if lease.pinned not in (None, target):
        refuse("to", target, f"{lease.pinned}, to which the lease is pinned; unpin it first")
    return _move(lease, target, look, rules, f"an operator ordered {order.value}")


def _target(lease: Lease, order: Order, to: str | None, look: Look) -> str:
    if to is not None and to not in (look.me, look.peer):
        refuse("to", to, f"{look.me} or {look.peer}")
    if order is Order.FAIL_BACK:
        if to not in (None, look.primary):
            refuse("to", to, f"{look.primary}, the primary Region; fail_over moves to the other one")
        return look.primary
    if to is not None:
        return to
    if order is Order.PIN:
        return lease.holder
    return look.peer if lease.holder == look.me else look.me


def _repin(lease: Lease, region: str | None, look: Look, rules: LeaseRules) -> LeaseDecision:
    if lease.pinned == region:
        return _nothing(lease, look, rules, f"the lease is {f'pinned to {region}' if region else 'not pinned'} already")
    reason = f"an operator {f'pinned the lease to {region}' if region else 'unpinned the lease'}"
    written = replace(lease, pinned=region, version=lease.version + 1, reason=reason)
    acts = may_act(written, look.me, written.epoch, look.now_ms, rules).ok
    return LeaseDecision(LeaseAction.RENEW, written, acts, reason)


def _move(lease: Lease, target: str, look: Look, rules: LeaseRules, reason: str) -> LeaseDecision:
    if lease.holder == target and lease.mode is LeaseMode.HELD:
        return _nothing(lease, look, rules, f"{target} holds the lease already")
    if lease.mode is not LeaseMode.HELD:
        if lease.handover_to == target:
            return _nothing(lease, look, rules, f"it is on its way to {target} already")
        refuse(
            "to", target, f"{lease.handover_to}, to which the lease is being handed over; order again when it is there"
        )
    if lease.holder == look.me:
        return drain(lease, look, rules, reason)
    # The holder's clock may be set forward after it began its last request, by as much as clocks may be apart.
    end_ms = lease.expires_at_ms + rules.max_skew_ms
    written = replace(lease, mode=LeaseMode.DRAINING, handover_to=target, version=lease.version + 1, reason=reason,
                      expires_at_ms=end_ms)  # fmt: skip
    return LeaseDecision(LeaseAction.DRAIN, written, False, reason)


def _nothing(lease: Lease, look: Look, rules: LeaseRules, reason: str) -> LeaseDecision:
    return LeaseDecision(LeaseAction.WAIT, None, may_act(lease, look.me, lease.epoch, look.now_ms, rules).ok, reason)
