"""Says whether the own Region may act: one consistent read, then a look at the clock before each start."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from domain.resilience import Lease, LeaseRules, Verdict, may_act
from lambdas.clients.region_lease import RegionLease
from lambdas.errors import LedgerCorruptError
from lambdas.telemetry import log

CANNOT_READ: Final = (BotoCoreError, ClientError, LedgerCorruptError)
"""What a lease that cannot be read is told by."""


@dataclass(frozen=True)
class Standing:
    """How the own Region stands under a lease that was read.

    Attributes:
        lease: The lease; ``None``: there is none, or it cannot be read.
        region: The own Region.
        rules: Of the lease.
        clock: Seconds since 1970.
        problem: Why the lease cannot be read; empty when it was.
    """

    lease: Lease | None
    region: str
    rules: LeaseRules
    clock: Callable[[], float]
    problem: str = ""

    @property
    def epoch(self) -> int | None:
        """The epoch that the own Region holds; ``None`` when it holds none."""
        return self.lease.epoch if self.lease and self.lease.holder == self.region else None

    @property
    def active(self) -> bool:
        """Whether something may be started now."""
        return self.check().ok

    def check(self, epoch: int | None = None) -> Verdict:
        """Say whether something of an epoch may be started now and ends before the lease does, and why.

        Args:
            epoch: Whose claim it is; ``None``: the epoch that the lease has.
        """
        if self.problem:
            return Verdict(ok=False, reason=self.problem)
        asked = epoch if epoch is not None else (self.lease.epoch if self.lease else 0)
        return may_act(self.lease, self.region, asked, int(self.clock() * 1000), self.rules)


@dataclass(frozen=True)
class LeaseGuard:
    """Reads how the own Region stands.

    Attributes:
        leases: Reads the lease.
        region: The own Region.
        rules: Of the lease.
        clock: Seconds since 1970.
    """

    leases: RegionLease
    region: str
    rules: LeaseRules
    clock: Callable[[], float]

    def read(self) -> Standing:
        """Read the lease.

        Raises:
            LedgerCorruptError: The item holds no lease.
            ClientError: The ledger refused to answer.
            BotoCoreError: It did not answer.
        """
        return self.under(self.leases.read())

    def seen(self) -> Standing:
        """Read the lease; one that cannot be read is the problem of the standing, under which nothing is begun."""
        try:
            return self.read()
        except CANNOT_READ as error:
            problem = f"the ledger does not say who acts, so nothing is begun here: {error}"
            log().error(problem)
            return self.unread(problem)

    def unread(self, problem: str) -> Standing:
        """Return how the own Region stands when the lease is not known: it begins nothing."""
        return replace(self.under(None), problem=problem)

    def under(self, lease: Lease | None) -> Standing:
        """Return how the own Region stands under a lease that is known."""
        return Standing(lease, self.region, self.rules, self.clock)
