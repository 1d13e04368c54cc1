"""Accepts works: each is put once under its key, and started at once where this Region acts."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from domain.resilience import Acceptance, Work, WorkState, may_accept
from lambdas.accept_work.request import AcceptRequest, AskedWork
from lambdas.bounded import bounded_map
from lambdas.clients.work_accepts import WorkAccepts
from lambdas.clients.work_ledger import WorkLedger
from lambdas.errors import PlatformError
from lambdas.work.dispatch import Dispatched
from lambdas.work.guard import Standing

WORKERS: Final = 8
UNKNOWN: Final = "unknown"
_STATUS: Final = {
    WorkState.ACCEPTED: "accepted",
    WorkState.CLAIMED: "running",
    WorkState.DONE: "done",
}


class KeyReusedError(PlatformError):
    """A key was given before, with another input."""


class Dispatches(Protocol):
    """Starts accepted work: `lambdas.work.dispatch.Dispatcher`."""

    def dispatch(self, work: Work, standing: Standing) -> Dispatched:
        """Claim and start it, where this Region holds the lease."""
        ...


class Standings(Protocol):
    """Says which Region acts: `lambdas.work.guard.LeaseGuard`."""

    def seen(self) -> Standing:
        """Read it now; a lease that cannot be read lets nothing begin, and stops nobody from accepting."""
        ...


@dataclass(frozen=True)
class _Told:
    """What becomes of one work: its line of the reply, whether it is new, and whether its key is of another input."""

    line: Mapping[str, Any]
    new: bool = False
    reused: bool = False


@dataclass(frozen=True, kw_only=True)
class Accepting:
    """Accepts and looks up.

    Attributes:
        region: The own one.
        ledger: Reads works.
        accepts: Puts them.
        standings: Says who acts.
        dispatcher: Starts them.
        accepted: Told how many were new.
        clock: Seconds since 1970.
    """

    region: str
    ledger: WorkLedger
    accepts: WorkAccepts
    standings: Standings
    dispatcher: Dispatches
    accepted: Callable[[int], object]
    clock: Callable[[], float]

    def __call__(self, request: AcceptRequest) -> dict[str, Any]:
        """Accept the works that have an input, and tell how far each is.

        Raises:
            KeyReusedError: A key was given before with another input; names those keys. The other works are accepted.
            LedgerUnknownError: Whether a work is accepted cannot be known; asking again, in either Region, is safe.
        """
        standing = self.standings.seen()
        told = list(bounded_map(lambda work: self._one(work, standing), request.works, WORKERS))
        self.accepted(sum(each.new for each in told))
        reused = [each.line["key"] for each in told if each.reused]
        if reused:
            raise KeyReusedError(
                f"key {', '.join(reused)}: given before with another input; accepted: the same input, to read the "
                "result, or a new key. The other works of the request are accepted"
            )
        works = [dict(each.line) for each in told]
        return {"region": self.region, "active": standing.active, "epoch": standing.epoch, "works": works}

    def _one(self, asked: AskedWork, standing: Standing) -> _Told:
        if asked.input is None:
            found = self.ledger.read(asked.key)
            return _Told({"key": asked.key, "status": UNKNOWN} if found is None else _line(found))
        work = Work(
            key=asked.key,
            state=WorkState.ACCEPTED,
            input_hash=asked.input_hash,
            input=asked.input.to_json(),
            at_ms=int(self.clock() * 1000),
        )
        change = self.accepts.accept(work)
        if not change.done:
            if may_accept(change.found, asked.input_hash) is not Acceptance.KNOWN or change.found is None:
                return _Told({"key": asked.key}, reused=True)
            work = change.found
        return _Told(self._started(work, standing), new=change.done)

    def _started(self, work: Work, standing: Standing) -> Mapping[str, Any]:
        """Start what waits to be, where this Region acts; the keeper starts what was not started here."""
        if work.state is not WorkState.ACCEPTED or standing.epoch is None:
            return _line(work)
        return _line(self.dispatcher.dispatch(work, standing).work or work)


def _line(work: Work) -> Mapping[str, Any]:
    line: dict[str, Any] = {"key": work.key, "status": _STATUS[work.state]}
    if work.state is WorkState.DONE and work.outcome is not None:
        line.update(outcome=work.outcome.value, result=json.loads(work.result))
    return line
