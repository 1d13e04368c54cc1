"""Dispatch: claim work for the epoch that is held, then start the execution that runs it.

A crash between the two leaves a claim without an execution; the keeper starts it later under the same name. A second
dispatch of the same attempt is the same claim and the same start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from domain.resilience import Work, WorkState, execution_name, next_attempt, task_id
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_executions import WorkExecutions
from lambdas.errors import LedgerUnknownError
from lambdas.telemetry import log
from lambdas.work.guard import Standing

SECONDS_PER_DAY: Final = 86_400


class DispatchStatus(StrEnum):
    """What a dispatch came to."""

    STARTED = "started"
    RUNNING = "running"
    """This epoch claimed it before: the keeper sees to it that it ends."""
    DONE = "done"
    """There is a result already."""
    OVERTAKEN = "overtaken"
    """A later claim has the work."""
    NOT_HOLDING = "not_holding"
    """The own Region may start nothing now."""
    LEFT = "left"
    """AWS did not answer as it should; the keeper's next look goes on."""


@dataclass(frozen=True)
class Dispatched:
    """A dispatch: its status, the work as it stands as far as that is known, and why."""

    status: DispatchStatus
    work: Work | None
    reason: str


@dataclass(frozen=True)
class Dispatcher:
    """Claims and starts.

    Attributes:
        changes: Claims work.
        executions: Of the own Region.
        region: The own Region.
        token_ttl_days: How long a token's row is kept.
        clock: Seconds since 1970.
    """

    changes: WorkChanges
    executions: WorkExecutions
    region: str
    token_ttl_days: int
    clock: Callable[[], float]

    def dispatch(self, work: Work, standing: Standing) -> Dispatched:
        """Start work that this epoch did not claim yet, unless it is done; what fails is left to the next look.

        Args:
            work: The work as it was seen last.
            standing: How the own Region stands; asked anew before the claim and before the start.
        """
        if work.state is WorkState.DONE:
            return Dispatched(DispatchStatus.DONE, work, "there is a result")
        epoch = standing.epoch
        if epoch is None:
            return Dispatched(DispatchStatus.NOT_HOLDING, work, standing.check().reason)
        if work.epoch == epoch:
            return Dispatched(DispatchStatus.RUNNING, work, f"attempt {work.attempt} of this epoch has it")
        if work.epoch > epoch:
            return Dispatched(DispatchStatus.OVERTAKEN, work, f"epoch {work.epoch} has it")
        return self.attempt(Claim(work.key, epoch, next_attempt(work, epoch)), standing)

    def attempt(self, claim: Claim, standing: Standing) -> Dispatched:
        """Claim work for one attempt and start it."""
        verdict = standing.check(claim.epoch)
        if not verdict.ok:
            return Dispatched(DispatchStatus.NOT_HOLDING, None, verdict.reason)
        try:
            change = self.changes.claim(claim, region=self.region, now_ms=int(self.clock() * 1000))
            if change.done and change.found is not None:
                return self.start(change.found, standing)
        except (LedgerUnknownError, ClientError, BotoCoreError) as error:
            return self._left(claim.key, error)
        found = change.found
        if found is not None and found.state is WorkState.DONE:
            return Dispatched(DispatchStatus.DONE, found, "there is a result")
        return Dispatched(DispatchStatus.OVERTAKEN, found, "a later claim has the work")

    def start(self, work: Work, standing: Standing) -> Dispatched:
        """Start the execution of work that is claimed for the own Region; the same claim twice is one start."""
        verdict = standing.check(work.epoch)
        if not verdict.ok:
            return Dispatched(DispatchStatus.NOT_HOLDING, work, verdict.reason)
        name = execution_name(work.key, work.epoch, work.attempt)
        try:
            new = self.executions.start(name, self._document(work))
        except (ClientError, BotoCoreError) as error:
            return self._left(work.key, error, work)
        return Dispatched(DispatchStatus.STARTED, work, "started" if new else "was started before")

    def _document(self, work: Work) -> dict[str, Any]:
        """The input of the execution, from which its first state writes the token's row."""
        now_s = int(self.clock())
        return {
            "key": work.key,
            "epoch": work.epoch,
            "attempt": work.attempt,
            "input": work.input,
            "task_id": task_id(work.key, work.epoch, work.attempt),
            "work_key": work.key,
            "created_at": now_s,
            "ttl": now_s + self.token_ttl_days * SECONDS_PER_DAY,
        }

    def _left(self, key: str, error: Exception, work: Work | None = None) -> Dispatched:
        log().warning("work is left to the next look", extra={"key": key, "error": str(error)})
        return Dispatched(DispatchStatus.LEFT, work, str(error))
