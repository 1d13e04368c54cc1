"""One look: how both Regions are, what becomes of the lease, and what becomes of open work.

The order is what keeps the lease: the canary has a time limit, the lease is written before anything that may take long,
and a step that fails is reported and costs no other one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.resilience import (
    Failback,
    Heartbeat,
    Lease,
    LeaseAction,
    LeaseMode,
    Look,
    compare,
    decide_lease,
    is_fresh,
    prolonged,
)
from lambdas.clients.lease_changes import LeaseChanges
from lambdas.errors import LedgerUnknownError
from lambdas.keep_lease.canary import Canary
from lambdas.keep_lease.meter import KeeperMeter
from lambdas.keep_lease.pulse import Pulse
from lambdas.keep_lease.report import Report
from lambdas.keep_lease.settings import Settings
from lambdas.keep_lease.sweep import Sweep
from lambdas.telemetry import log
from lambdas.work.guard import CANNOT_READ, LeaseGuard, Standing


@dataclass(frozen=True)
class Keeper:
    """Looks.

    Attributes:
        settings: What the stack decided.
        canary: Asks the endpoint.
        pulse: The heartbeats.
        guard: Reads the lease.
        changes: Writes the lease.
        sweep: Sees to open work.
        meter: Publishes.
        clock: Seconds since 1970.
    """

    settings: Settings
    canary: Canary
    pulse: Pulse
    guard: LeaseGuard
    changes: LeaseChanges
    sweep: Sweep
    meter: KeeperMeter
    clock: Callable[[], float]

    def look(self, until_s: float) -> Report:
        """Look once; open work is seen to until ``until_s`` (seconds since 1970)."""
        sung = self.canary()
        if not sung.healthy:
            log().warning("the canary failed", extra={"why": sung.why})
        mine = self.pulse.after(sung)
        theirs = self.pulse.of(self.settings.work.peer)
        standing, decision, reason = self._keep(mine, theirs)
        self.pulse.beat(mine, standing.lease.epoch if standing.lease else 0)
        report = self.report(standing, decision, reason)
        since_ms = mine.healthy_since_ms
        swept = self.sweep(standing, until_s, healthy_since_ms=since_ms) if standing.active else None
        report = replace(report, swept=swept)
        self.meter.canary(sung)
        self._tell(report)
        return report

    def report(self, standing: Standing, decision: str, reason: str) -> Report:
        """Put together how things stand, from what is known of both Regions."""
        work, now_ms, lease = self.settings.work, int(self.clock() * 1000), standing.lease
        mine, theirs = self.pulse.known(work.region), self.pulse.known(work.peer)
        compared = None
        if mine is not None:
            since_ms = lease.since_ms if lease else 0
            compared = compare(mine, theirs, now_ms=now_ms, since_ms=since_ms, rules=work.rules)
        return Report(
            region=work.region,
            peer=work.peer,
            rules=work.rules,
            now_ms=now_ms,
            standing=standing,
            mine=mine,
            theirs=theirs,
            comparison=compared,
            decision=decision,
            reason=reason,
        )

    def as_seen(self, mine: Heartbeat, theirs: Heartbeat | None, *, reconciled: bool = False) -> Look:
        """Return what a decision about the lease looks at."""
        work = self.settings.work
        return Look(
            me=work.region,
            peer=work.peer,
            primary=work.primary,
            now_ms=int(self.clock() * 1000),
            mine=mine.health,
            theirs=theirs.health if theirs else None,
            reconciled=reconciled,
        )

    def is_reconciled(self, lease: Lease, theirs: Heartbeat | None) -> bool:
        """Whether nothing of an older epoch is open and the other Region is heard in time."""
        fresh = is_fresh(theirs.health if theirs else None, int(self.clock() * 1000), self.settings.work.rules)
        return fresh and self.sweep.older(lease.epoch) == 0

    def write(self, lease: Lease, look: Look) -> Standing:
        """Write a lease; how the own Region stands afterwards, which is not acting when that is not certain.

        Args:
            lease: What was decided.
            look: What it was decided by.

        Raises:
            LedgerUnknownError: Whether it was written cannot be known.
            ClientError: The ledger refused the call itself.
        """
        change = self.changes.replace(lease)
        if change.done and lease.mode is LeaseMode.DRAINING and lease.holder == look.me:
            late_ms = int(self.clock() * 1000) - look.now_ms
            longer = prolonged(lease, late_ms, self.settings.work.rules)
            change = change if longer is None else self.changes.replace(longer)
        standing = self.guard.under(change.found)
        return standing if change.done else replace(standing, problem="another look was first: nothing is begun")

    def _keep(self, mine: Heartbeat, theirs: Heartbeat | None) -> tuple[Standing, str, str]:
        """Decide about the lease and write it; without an answer of the ledger nobody here acts.

        A write whose end is not known is not repeated: the lease is read and decided about anew, once. Should the first
        one arrive after all, one of the two meets a version that is not there any more.
        """
        try:
            try:
                return self._decide(mine, theirs)
            except LedgerUnknownError as error:
                log().warning("what became of the lease is looked at anew", extra={"error": str(error)})
                return self._decide(mine, theirs)
        except (*CANNOT_READ, LedgerUnknownError) as error:
            problem = f"the ledger does not say who acts, so nothing is begun here: {error}"
            log().error(problem)
            return self.guard.unread(problem), LeaseAction.WAIT.value, problem

    def _decide(self, mine: Heartbeat, theirs: Heartbeat | None) -> tuple[Standing, str, str]:
        lease = self.guard.leases.read()
        look = self.as_seen(mine, theirs, reconciled=self._may_return(lease, theirs))
        decision = decide_lease(lease, look, self.settings.work.rules)
        if decision.lease is None:
            return self.guard.under(lease), decision.action.value, decision.reason
        standing = self.write(decision.lease, look)
        if standing.problem:
            return standing, LeaseAction.WAIT.value, standing.problem
        log_change(decision.action, decision.reason)
        return standing, decision.action.value, decision.reason

    def _may_return(self, lease: Lease | None, theirs: Heartbeat | None) -> bool:
        """Whether everything is reconciled; asked only where the answer may matter, for it reads the open work."""
        work = self.settings.work
        asks = work.rules.failback is Failback.AUTOMATIC and work.peer == work.primary
        if lease is None or not asks or lease.holder != work.region or lease.mode is not LeaseMode.HELD:
            return False
        return self.is_reconciled(lease, theirs)

    def _tell(self, report: Report) -> None:
        lease = report.standing.lease
        held = lease is not None and lease.mode is not LeaseMode.FREE and report.now_ms < lease.expires_at_ms
        mine = held and report.standing.epoch is not None
        self.meter.lease(mine=mine, held=held, epoch=lease.epoch if lease else None)
        if report.comparison is not None:
            self.meter.peer(report.comparison)
        if report.swept is not None:
            self.meter.swept(report.swept)
        log().info("looked", extra=report.to_reply())


def log_change(action: LeaseAction, reason: str) -> None:
    """Say loudly that the lease moves; a renewal is no news."""
    told = log().info if action is LeaseAction.RENEW else log().warning
    told("the lease was written", extra={"action": action.value, "reason": reason})
