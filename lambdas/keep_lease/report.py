"""What a look came to, for whoever asked and for the log."""

from dataclasses import dataclass
from typing import Any

from domain.resilience import Comparison, Heartbeat, Lease, LeaseRules, is_fresh, is_healthy
from lambdas.keep_lease.sweep import Made, Swept
from lambdas.work.guard import Standing


@dataclass(frozen=True)
class Report:
    """A look, an order, or how things stand.

    Attributes:
        region: Who reports.
        peer: The other Region.
        rules: Of the lease.
        now_ms: When, in milliseconds since 1970.
        standing: How the own Region stands under the lease.
        mine: The own heartbeat; ``None``: there is none yet.
        theirs: The other's last heartbeat that arrived here.
        comparison: What the two say of each other; ``None`` without an own one.
        decision: What was done about the lease: an action, or the name of what was asked.
        reason: Why.
        swept: What was done about open work; ``None``: nothing was looked at.
        open: Open work that was seen; ``None``: it was not counted.
    """

    region: str
    peer: str
    rules: LeaseRules
    now_ms: int
    standing: Standing
    mine: Heartbeat | None
    theirs: Heartbeat | None
    comparison: Comparison | None
    decision: str
    reason: str
    swept: Swept | None = None
    open: int | None = None

    def to_reply(self) -> dict[str, Any]:
        """Return the answer."""
        lease, swept = self.standing.lease, self.swept
        return {
            "region": self.region,
            **_lease(lease, self.now_ms),
            "acts": self.standing.active,
            "healthy": is_healthy(self.mine.health if self.mine else None, self.rules),
            "peer": self._peer(),
            "decision": self.decision,
            "reason": self.reason,
            "dispatched": swept.dispatched if swept else 0,
            "given_up": swept.made[Made.GIVEN_UP] if swept else 0,
            "open": swept.open if swept else self.open,
        }

    def _peer(self) -> dict[str, Any]:
        theirs, compared = self.theirs, self.comparison
        health = theirs.health if theirs else None
        return {
            "region": self.peer,
            "healthy": is_healthy(health, self.rules),
            "fresh": is_fresh(health, self.now_ms, self.rules),
            "staleness_ms": None if theirs is None else self.now_ms - theirs.at_ms,
            "epoch": theirs.epoch if theirs else None,
            "drifted": compared.drifted if compared else None,
            "diverged": compared.diverged if compared else None,
        }


def _lease(lease: Lease | None, now_ms: int) -> dict[str, Any]:
    return {
        "holder": lease.holder if lease else None,
        "epoch": lease.epoch if lease else None,
        "mode": lease.mode.value if lease else None,
        "handover_to": lease.handover_to if lease else None,
        "pinned": lease.pinned if lease else None,
        "expires_in_ms": lease.expires_at_ms - now_ms if lease else None,
    }
