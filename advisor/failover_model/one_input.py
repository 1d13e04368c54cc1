"""The part of a state that belongs to one input: its item in the ledger, its claims, and who works on them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from domain.resilience import Work, WorkState

KEY: Final = "k"
INPUT: Final = "input"


class Stage(StrEnum):
    """How far the execution of a claim is."""

    CLAIMED = "claimed"
    STARTED = "started"
    WAITING = "waiting"
    ENDED = "ended"


class At(StrEnum):
    """Between which two steps of ``run_work`` a worker is."""

    CHECKED = "checked"
    PREDICTED = "predicted"
    COMMITTED = "committed"
    FENCED = "fenced"


class Worker(NamedTuple):
    """One delivery of the token's event, being worked on.

    Args:
        at: Its last step.
        left: Ticks in which its request has to end; 0 when requests have no bound.
    """

    at: At
    left: int = 0


class Claim(NamedTuple):
    """A claim that the ledger accepted, with the execution that it leads to.

    Args:
        epoch: Of the lease.
        attempt: Within the epoch.
        region: Index of the Region that made it: its execution, its token and its workers are there.
        stage: Of its execution.
        workers: In no order.
        wrote: Whether a commit of it was accepted.
    """

    epoch: int
    attempt: int
    region: int
    stage: Stage = Stage.CLAIMED
    workers: tuple[Worker, ...] = ()
    wrote: bool = False


class OneInput(NamedTuple):
    """One input.

    Args:
        item: The ledger's item; ``None`` while nobody has sent the input.
        claims: In the order in which the ledger accepted them.
        effects: Commits that the ledger accepted; 2 stands for more too.
    """

    item: Work | None = None
    claims: tuple[Claim, ...] = ()
    effects: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it was accepted and has no result."""
        return self.item is not None and self.item.state is not WorkState.DONE

    def with_claim(self, place: int, claim: Claim) -> OneInput:
        """The same with another claim in a place."""
        return self._replace(claims=(*self.claims[:place], claim, *self.claims[place + 1 :]))

    def regions_at_work(self) -> int:
        """Which Regions have a request in flight that may still write: 1 for A, 2 for B, 3 for both."""
        mask = 0
        for claim in self.claims:
            if any(worker.at in (At.CHECKED, At.PREDICTED) for worker in claim.workers):
                mask |= 1 << claim.region
        return mask

    def aged(self) -> OneInput | None:
        """After a tick; ``None`` when a request is at its end, which comes first."""
        claims = []
        for claim in self.claims:
            if any(worker.left == 1 for worker in claim.workers):
                return None
            workers = tuple(
                worker._replace(left=worker.left - 1) if worker.left else worker for worker in claim.workers
            )
            claims.append(claim._replace(workers=workers))
        return self._replace(claims=tuple(claims))
