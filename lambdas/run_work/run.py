"""Runs one piece of work: is it still ours, predict, commit once, answer the task.

The lease says whether to begin; the ledger's condition says whether the result counts. The first spares a prediction
that nobody would take, the second is the fence: whoever lost the lease in the middle commits nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from domain.resilience import LeaseMode, Outcome, TaskError, committed_by, may_commit
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from lambdas.run_work.known_lease import KnownLease
from lambdas.run_work.predict import AttemptFailedError, Predicting, Prediction, outcome_document
from lambdas.run_work.records import Started
from lambdas.telemetry import log


class Ended(StrEnum):
    """What became of a record."""

    COMMITTED = "committed"
    REPEATED = "repeated"
    """It was committed by an earlier delivery of the same record; its task is answered again."""
    REFUSED = "refused"
    """The claim is no longer the work's, or the Region no longer acts: nothing was predicted."""
    FENCED = "fenced"
    """There was a prediction, and the ledger refused it."""
    FAILED = "failed"
    """This attempt has no prediction: the keeper starts the next one."""
    LATER = "later"
    """It cannot be begun now: the stream brings it again."""


@dataclass(frozen=True, kw_only=True)
class Running:
    """Runs work; threads share it.

    Attributes:
        region: The own one.
        leases: Says who acts.
        ledger: Reads works.
        changes: Commits them.
        callbacks: Answers tasks.
        predicting: Asks the endpoint.
        predict_s: When a prediction must be there, in seconds after the lease was asked.
        clock: Seconds since 1970.
    """

    region: str
    leases: KnownLease
    ledger: WorkLedger
    changes: WorkChanges
    callbacks: Callbacks
    predicting: Predicting
    predict_s: float
    clock: Callable[[], float]

    def __call__(self, started: Started, ends_s: float) -> Ended:
        """Run what waits.

        Args:
            started: The task.
            ends_s: When the invocation must be through with it, in seconds of the prediction's clock.

        Raises:
            LedgerUnknownError: Whether the result stands cannot be known; the same record may be run again.
            ClientError: The ledger or Step Functions refused to answer.
            BotoCoreError: One of them did not answer.
        """
        begun_s = self.predicting.time.clock()
        standing = self.leases.standing(started.epoch)
        verdict = standing.check(started.epoch)
        if not verdict.ok:
            lease = standing.lease
            ours = lease is not None and lease.mode is LeaseMode.HELD and standing.epoch == started.epoch
            return _later(started, verdict.reason) if ours else self._refused(started, Ended.REFUSED, verdict.reason)
        work = self.ledger.read(started.key)
        if work is None:
            return self._refused(started, Ended.REFUSED, f"work {started.key!r} is not in the ledger")
        if committed_by(work, started.epoch, started.attempt) and work.outcome is not None:
            self._answered(started, work.outcome)
            return Ended.REPEATED
        mine = may_commit(work, started.epoch, started.attempt)
        if not mine.ok:
            return self._refused(started, Ended.REFUSED, mine.reason)
        return self._begun(started, begun_s, ends_s)

    def _begun(self, started: Started, begun_s: float, ends_s: float) -> Ended:
        """Predict, if there is time; an attempt that could only fail for want of it is not made."""
        if ends_s - begun_s < self.predict_s:
            return _later(started, "the invocation ends before a prediction must")
        taken_s = self.predicting.time.clock() - begun_s
        if taken_s > self.predict_s / 2:
            return _later(started, f"lease and ledger took {taken_s:.1f} s to answer")
        return self._predicted(started, begun_s + self.predict_s)

    def _predicted(self, started: Started, ends_s: float) -> Ended:
        try:
            prediction = self.predicting(started.body, ends_s)
        except AttemptFailedError as error:
            log().warning("an attempt failed", extra={**_facts(started), "error": str(error)})
            self.callbacks.fail(started.token, TaskError.ATTEMPT_FAILED, str(error))
            return Ended.FAILED
        return self._committed(started, prediction)

    def _committed(self, started: Started, prediction: Prediction) -> Ended:
        claim = Claim(started.key, started.epoch, started.attempt)
        now_ms = int(self.clock() * 1000)
        change = self.changes.commit(claim, prediction.outcome, prediction.result, now_ms=now_ms)
        if not change.done:
            found = "it is not in the ledger" if change.found is None else f"epoch {change.found.epoch} has it"
            return self._refused(started, Ended.FENCED, f"the result was refused: {found}")
        self._answered(started, prediction.outcome)
        return Ended.COMMITTED

    def _answered(self, started: Started, outcome: Outcome) -> None:
        document = outcome_document(started.key, started.epoch, started.attempt, outcome)
        if not self.callbacks.succeed(started.token, document):
            log().info("nobody waits for the answer", extra=_facts(started))

    def _refused(self, started: Started, ended: Ended, reason: str) -> Ended:
        log().warning("work is not run here", extra={**_facts(started), "ended": ended.value, "reason": reason})
        self.callbacks.fail(started.token, TaskError.FENCED, reason)
        return ended


def _later(started: Started, reason: str) -> Ended:
    log().warning("work is begun later", extra={**_facts(started), "reason": reason})
    return Ended.LATER


def _facts(started: Started) -> dict[str, str | int]:
    return {"key": started.key, "epoch": started.epoch, "attempt": started.attempt}
