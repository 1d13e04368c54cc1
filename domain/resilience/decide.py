"""What a keeper does about the lease when it looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.resilience.lease import Lease, LeaseMode, Look, RegionHealth, is_fresh, is_healthy, may_act
from domain.resilience.lease_rules import Failback, LeaseRules


class LeaseAction(StrEnum):
    """What is written: a new epoch, more time, no more starts, the end of it, or nothing."""

    ACQUIRE = "acquire"
    RENEW = "renew"
    DRAIN = "drain"
    RELEASE = "release"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class LeaseDecision:
    """What to do.

    Attributes:
        action: What it is.
        lease: What to write, on condition that the item still has the version that was read; ``None`` exactly for
            ``WAIT``.
        acts: Whether this Region may begin work. Only if the write succeeds: one that is refused means that somebody
            else wrote, so look again and begin nothing.
        reason: Why, for people.
    """

    action: LeaseAction
    lease: Lease | None
    acts: bool
    reason: str


def decide_lease(lease: Lease | None, look: Look, rules: LeaseRules) -> LeaseDecision:
    """Decide.

    Args:
        lease: The lease as it was read, consistently; ``None`` when the ledger has none.
        look: What the keeper sees.
        rules: The times.
    """
    if lease is None:
        return _first(look, rules)
    if lease.holder == look.me and lease.mode is not LeaseMode.FREE:
        return _held(lease, look, rules) if lease.mode is LeaseMode.HELD else _drained(lease, look, rules)
    return _challenge(lease, look, rules)


def drain(lease: Lease, look: Look, rules: LeaseRules, reason: str) -> LeaseDecision:
    """Let the holder begin nothing more, and hand over to the peer of ``look`` after that."""
    end_ms = look.now_ms + rules.drain_ms
    return _write(
        LeaseAction.DRAIN,
        lease,
        look,
        rules,
        reason,
        mode=LeaseMode.DRAINING,
        handover_to=look.peer,
        expires_at_ms=end_ms,
    )


def prolonged(drained: Lease, late_ms: int, rules: LeaseRules) -> Lease | None:
    """A drain whose writing took long, with as much time more; ``None`` when it has enough.

    Its end is counted from the decision, and requests may begin until it is written.

    Args:
        drained: What was written.
        late_ms: From the decision until the write was known to be made.
        rules: The times.
    """
    if late_ms <= rules.slack_ms // 2:
        return None
    reason = f"{drained.reason}; the drain was written {late_ms} ms late"
    return replace(drained, version=drained.version + 1, expires_at_ms=drained.expires_at_ms + late_ms, reason=reason)


def _write(
    action: LeaseAction, lease: Lease, look: Look, rules: LeaseRules, reason: str, **changes: object
) -> LeaseDecision:
    written = replace(lease, version=lease.version + 1, reason=reason, **changes)  # type: ignore[arg-type]
    acts = may_act(written, look.me, written.epoch, look.now_ms, rules).ok
    return LeaseDecision(action, written, acts, reason)


def _wait(reason: str) -> LeaseDecision:
    return LeaseDecision(LeaseAction.WAIT, None, False, reason)


def _first(look: Look, rules: LeaseRules) -> LeaseDecision:
    """Nobody ever held it: the primary takes it, the other only when the primary had its time to."""
    if not is_healthy(look.mine, rules):
        return _wait(f"there is no lease, and {look.me} is not healthy")
    healthy_ms = look.now_ms - look.mine.healthy_since_ms
    if look.me != look.primary and healthy_ms < rules.lease_ms + rules.max_skew_ms:
        return _wait(f"there is no lease; {look.primary} takes it first")
    reason = f"there was no lease; {look.me} is healthy"
    lease = Lease(look.me, 1, look.now_ms + rules.lease_ms, reason=reason, since_ms=look.now_ms)
    return LeaseDecision(LeaseAction.ACQUIRE, lease, True, reason)


def _held(lease: Lease, look: Look, rules: LeaseRules) -> LeaseDecision:
    """Hand over when there is a reason to and somebody to take it; else hold on."""
    why = _why_hand_over(lease, look, rules)
    if why is not None:
        return drain(lease, look, rules, why)
    return _renew(lease, look, rules, _why_hold(lease, look, rules))


def _renew(lease: Lease, look: Look, rules: LeaseRules, reason: str) -> LeaseDecision:
    # May be earlier than before, when a clock that was ahead is put right: what was begun ends before it all the same,
    # for a lease is longer than a request and the skew together.
    until_ms = look.now_ms + rules.lease_ms
    return _write(
        LeaseAction.RENEW, lease, look, rules, reason, mode=LeaseMode.HELD, handover_to=None, expires_at_ms=until_ms
    )


def _why_hand_over(lease: Lease, look: Look, rules: LeaseRules) -> str | None:
    """Why the holder gives way; ``None`` when it does not."""
    if not is_fresh(look.theirs, look.now_ms, rules):
        return None
    if lease.pinned is not None:
        return f"an operator pinned the lease to {look.peer}" if lease.pinned == look.peer else None
    if not is_healthy(look.theirs, rules):
        return None
    steady, lasted = _steady(look.theirs, lease, look, rules), _lasted(lease, look, rules)
    if not is_healthy(look.mine, rules):
        worse = f"{look.me} is not healthy ({look.mine.failures} failures), {look.peer} is"
        return worse if steady or lasted else None
    returns = look.peer == look.primary and rules.failback is Failback.AUTOMATIC and look.reconciled
    if returns and steady and lasted:
        return f"{look.peer} is preferred and has been healthy for {rules.return_after_ms} ms; everything is reconciled"
    return None


def _why_hold(lease: Lease, look: Look, rules: LeaseRules) -> str:
    if lease.pinned == look.me:
        return f"an operator pinned the lease to {look.me}"
    if lease.pinned == look.peer:
        return f"an operator pinned the lease to {look.peer}, but nothing recent is heard of it"
    if is_healthy(look.mine, rules):
        return f"{look.me} is healthy"
    return f"{look.me} is not healthy, and {look.peer} is not known to be better"


def _steady(health: RegionHealth | None, lease: Lease, look: Look, rules: LeaseRules) -> bool:
    """Whether a Region has been healthy for so long that it may have the lease back.

    What it said before this epoch does not count: it may be ill since, and have given the lease away for that.
    """
    if health is None or health.at_ms < lease.since_ms:
        return False
    return look.now_ms - health.healthy_since_ms >= rules.return_after_ms


def _lasted(lease: Lease, look: Look, rules: LeaseRules) -> bool:
    """Whether the epoch lasted so long that another move is no flap."""
    return look.now_ms - lease.since_ms >= rules.return_after_ms


def _drained(lease: Lease, look: Look, rules: LeaseRules) -> LeaseDecision:
    """Free the lease when the drain is over; take it back when nobody is there to have it, or a pin says so."""
    if lease.pinned == look.me:
        return _renew(lease, look, rules, _why_hold(lease, look, rules))
    peer_is_there = is_fresh(look.theirs, look.now_ms, rules)
    if not peer_is_there and is_healthy(look.mine, rules) and lease.pinned != look.peer:
        return _renew(lease, look, rules, f"nothing recent is heard of {look.peer}: {look.me} keeps the lease")
    if look.now_ms < lease.expires_at_ms:
        return _wait(f"draining for {lease.expires_at_ms - look.now_ms} ms more, then {lease.handover_to} takes over")
    reason = f"drained; {lease.handover_to} takes over"
    until_ms = look.now_ms + rules.lease_ms
    return _write(LeaseAction.RELEASE, lease, look, rules, reason, mode=LeaseMode.FREE, expires_at_ms=until_ms)


def _challenge(lease: Lease, look: Look, rules: LeaseRules) -> LeaseDecision:
    """Take a lease that was handed over to this Region, or that nobody renewed."""
    mine = lease.pinned == look.me
    if not mine and lease.pinned is not None:
        return _wait(f"an operator pinned the lease to {lease.pinned}")
    if lease.mode is LeaseMode.FREE and lease.handover_to == look.me:
        return _acquire(lease, look, rules, f"{lease.holder} handed over")
    if not mine and not is_healthy(look.mine, rules):
        return _wait(f"{look.me} is not healthy, so it takes no lease")
    left_ms = lease.expires_at_ms + rules.max_skew_ms - look.now_ms
    if left_ms > 0:
        return _wait(f"{lease.holder} holds the lease ({lease.mode.value}); {look.me} may take it in {left_ms} ms")
    return _acquire(lease, look, rules, f"nobody renewed the lease of {lease.holder}")


def _acquire(lease: Lease, look: Look, rules: LeaseRules, reason: str) -> LeaseDecision:
    return _write(
        LeaseAction.ACQUIRE,
        lease,
        look,
        rules,
        reason,
        holder=look.me,
        epoch=lease.epoch + 1,
        mode=LeaseMode.HELD,
        handover_to=None,
        since_ms=look.now_ms,
        expires_at_ms=look.now_ms + rules.lease_ms,
    )
