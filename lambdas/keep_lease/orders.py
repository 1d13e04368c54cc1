"""What an operator asks: how things stand, or to move, pin or unpin the lease."""

from dataclasses import dataclass, replace
from typing import Final, NoReturn

from domain.resilience import Heartbeat, Lease, Order, is_fresh, is_healthy, order_lease
from lambdas.errors import OrderRefusedError
from lambdas.keep_lease.keeper import Keeper, log_change
from lambdas.keep_lease.report import Report
from lambdas.work.guard import CANNOT_READ

TRIES: Final = 3
"""The keepers write the lease every few seconds; an order that meets such a write is given again."""


@dataclass(frozen=True)
class Operator:
    """Answers an operator.

    Attributes:
        keeper: Of the own Region.
    """

    keeper: Keeper

    def status(self) -> Report:
        """Say how things stand; nothing is written, and no prediction is made."""
        self._hear()
        try:
            lease = self.keeper.guard.leases.read()
        except CANNOT_READ as error:
            standing = self.keeper.guard.unread(f"the ledger cannot be read: {error}")
            return self.keeper.report(standing, "status", standing.problem)
        standing = self.keeper.guard.under(lease)
        report = self.keeper.report(standing, "status", standing.check().reason if lease else "there is no lease yet")
        return replace(report, open=self.keeper.sweep.open())

    def order(self, order: Order, to: str | None) -> Report:
        """Carry an order out.

        Raises:
            OrderRefusedError: It cannot be carried out; says why and what to do. Nothing was changed.
            LedgerUnknownError: Whether it was carried out cannot be known: ask for the status.
        """
        mine, theirs = self._hear()
        for _ in range(TRIES):
            lease = self._lease()
            if order is Order.FAIL_BACK:
                self._refuse_early_return(lease, mine, theirs)
            look = self.keeper.as_seen(mine, theirs)
            try:
                decision = order_lease(lease, order, to, look, self.keeper.settings.work.rules)
            except ValueError as error:
                raise OrderRefusedError(str(error)) from error
            if decision.lease is None:
                return self.keeper.report(self.keeper.guard.under(lease), decision.action.value, decision.reason)
            standing = self.keeper.write(decision.lease, look)
            if not standing.problem:
                log_change(decision.action, decision.reason)
                return self.keeper.report(standing, decision.action.value, decision.reason)
        raise OrderRefusedError(f"{order.value}: the lease was written by others {TRIES} times meanwhile; order again")

    def _hear(self) -> tuple[Heartbeat, Heartbeat | None]:
        """Read both heartbeats; a Region that never had one is not healthy."""
        work = self.keeper.settings.work
        theirs = self.keeper.pulse.of(work.peer)
        mine = self.keeper.pulse.of(work.region)
        return mine or Heartbeat(work.region, 0, 0, 0, 0, "", 0), theirs

    def _lease(self) -> Lease | None:
        try:
            return self.keeper.guard.leases.read()
        except CANNOT_READ as error:
            region = self.keeper.settings.work.peer
            raise OrderRefusedError(
                f"the ledger cannot be read from here ({error}), so nothing was changed; give the order in {region}"
            ) from error

    def _refuse_early_return(self, lease: Lease | None, mine: Heartbeat, theirs: Heartbeat | None) -> None:
        """Refuse a return to a Region that is not known to be well, or while work of an older epoch is open.

        Raises:
            OrderRefusedError: It is too early; ``fail_over`` with ``to`` moves all the same.
        """
        work, now_ms = self.keeper.settings.work, int(self.keeper.clock() * 1000)
        if lease is None or lease.holder == work.primary:
            return
        back = mine if work.region == work.primary else theirs
        other = theirs if work.region == work.primary else mine
        health = back.health if back else None
        if not is_fresh(health, now_ms, work.rules) or not is_healthy(health, work.rules):
            self._too_early(f"{work.primary} is not known to be healthy")
        if not is_fresh(other.health if other else None, now_ms, work.rules):
            self._too_early("the heartbeats do not arrive in time from one Region in the other")
        older = self.keeper.sweep.older(lease.epoch)
        if older is None:
            self._too_early("the open work cannot be listed")
        if older:
            self._too_early(f"{older} pieces of work of an older epoch are open")

    def _too_early(self, why: str) -> NoReturn:
        raise OrderRefusedError(
            f"fail_back is refused: {why}. Wait until status shows it, or move all the same with "
            f"action fail_over, to {self.keeper.settings.work.primary}"
        )
