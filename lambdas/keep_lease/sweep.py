"""Goes through the open work while the lease is held: starts what nobody runs, and ends what was tried enough."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from domain.resilience import LeaseRules, Outcome, WorkState, execution_name
from lambdas.bounded import bounded_map
from lambdas.clients.work_changes import Claim, WorkChanges
from lambdas.clients.work_executions import ExecutionState, WorkExecutions
from lambdas.clients.work_ledger import WorkLedger
from lambdas.clients.work_listing import OpenWork, WorkListing
from lambdas.errors import LedgerCorruptError, LedgerUnknownError
from lambdas.keep_lease.sample import Sample
from lambdas.telemetry import log
from lambdas.work.connections import CONNECTIONS
from lambdas.work.dispatch import Dispatched, Dispatcher, DispatchStatus
from lambdas.work.guard import Standing

MOST_STARTS: Final = 2_000
"""Of one look. Step Functions takes starts from a bucket that it refills; what it refuses is left to the next look.
https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"""
MOST_QUESTIONS: Final = 50
"""DescribeExecution calls of one look: its bucket is much smaller, and other work of the account asks too. They are
drawn from all that may be asked about, so that fifty executions which only wait do not hide those that ended."""


MOST_ATTEMPTS_FACTOR: Final = 4
"""Attempts that failed for no fault of the work are not counted, but nothing is tried for ever: after so many times
``max_attempts`` it is given up whatever it was that failed."""


class Step(StrEnum):
    """What open work needs."""

    START = "start"
    """Nobody runs it: it is new, or its claim is of an epoch that is over."""
    ASK = "ask"
    """It was claimed in this epoch so long ago that it should have its result."""
    LEAVE = "leave"


class Made(StrEnum):
    """What was done about one piece of work."""

    STARTED = "started"
    RESTARTED = "restarted"
    GIVEN_UP = "given_up"
    LEFT = "left"


@dataclass
class Swept:
    """What a sweep came to.

    Attributes:
        open: Pieces of work without a result that were seen.
        older: Those of them whose claim is of an older epoch.
        complete: Whether all open work was seen.
        made: How often each thing was done.
    """

    open: int = 0
    older: int = 0
    complete: bool = True
    made: dict[Made, int] = field(default_factory=lambda: dict.fromkeys(Made, 0))

    @property
    def dispatched(self) -> int:
        """Executions that were started."""
        return self.made[Made.STARTED] + self.made[Made.RESTARTED]


@dataclass(frozen=True)
class _Seeing:
    """What one sweep goes by."""

    standing: Standing
    until_s: float
    healthy_since_ms: int


def step_of(work: OpenWork, epoch: int, now_ms: int, ask_after_ms: int) -> Step:
    """Say what open work needs from the Region that holds ``epoch``.

    Args:
        work: What the index knows.
        epoch: The epoch that is held.
        now_ms: Now, in milliseconds since 1970.
        ask_after_ms: Age of a claim at which its execution is asked for.
    """
    if work.state is WorkState.ACCEPTED or work.epoch < epoch:
        return Step.START
    if work.epoch > epoch:
        return Step.LEAVE  # the lease moved on; the next look will see it
    return Step.ASK if now_ms - work.claimed_at_ms >= ask_after_ms else Step.LEAVE


@dataclass(frozen=True)
class Sweep:
    """Goes through the open work.

    Attributes:
        listing: Lists it.
        ledger: Reads it.
        changes: Claims it, and commits that it failed.
        executions: Of the own Region.
        dispatcher: Starts it.
        rules: Of the lease.
        max_attempts: Attempts at one piece of work within an epoch that count.
        clock: Seconds since 1970.
        chance: A new number from 0 to below 1 each time.
    """

    listing: WorkListing
    ledger: WorkLedger
    changes: WorkChanges
    executions: WorkExecutions
    dispatcher: Dispatcher
    rules: LeaseRules
    max_attempts: int
    clock: Callable[[], float]
    chance: Callable[[], float] = random.random

    def open(self) -> int | None:
        """Count the open work; ``None``: it cannot be counted."""
        return self._count(lambda _: True)

    def older(self, epoch: int) -> int | None:
        """Count the open work that is claimed under an epoch before ``epoch``; ``None``: it cannot be counted."""
        return self._count(lambda row: row.state is WorkState.CLAIMED and row.epoch < epoch)

    def _count(self, which: Callable[[OpenWork], bool]) -> int | None:
        try:
            return sum(map(which, self.listing.open_work()))
        except (BotoCoreError, ClientError) as error:
            log().warning("the open work cannot be listed", extra={"error": str(error)})
            return None

    def __call__(self, standing: Standing, until_s: float, *, healthy_since_ms: int) -> Swept:
        """See to the open work, until the time is over or the own Region may start nothing.

        An error of the listing ends the sweep, and one about a piece of work leaves it: the next look goes on.

        Args:
            standing: How the own Region stands.
            until_s: When the next look needs the time, in seconds since 1970.
            healthy_since_ms: Since when the own Region is healthy; 0 while it is not. Work is given up only in health.
        """
        swept = Swept()
        epoch = standing.epoch
        if epoch is None:
            return swept
        try:
            wanted, seeing = self._wanted(swept, epoch, until_s), _Seeing(standing, until_s, healthy_since_ms)
            for made in bounded_map(lambda one: self._see_to(one, seeing), wanted, CONNECTIONS):
                swept.made[made] += 1
        except (BotoCoreError, ClientError) as error:
            swept.complete = False
            log().error("the open work cannot be listed", extra={"error": str(error)})
        return swept

    def _wanted(self, swept: Swept, epoch: int, until_s: float) -> Iterator[tuple[OpenWork, Step]]:
        """Yield the work that needs something, within the bounds of one look."""
        left, questions = MOST_STARTS, Sample[OpenWork](MOST_QUESTIONS, self.chance)
        for work in self.listing.open_work():
            if self.clock() >= until_s:
                swept.complete = False
                return
            swept.open += 1
            swept.older += work.state is WorkState.CLAIMED and work.epoch < epoch
            step = step_of(work, epoch, int(self.clock() * 1000), self.rules.longest_request_ms)
            if step is Step.ASK:
                questions.add(work)
            elif step is Step.START and left > 0:
                left -= 1
                yield work, step
        yield from ((work, Step.ASK) for work in questions.kept)

    def _see_to(self, wanted: tuple[OpenWork, Step], seeing: _Seeing) -> Made:
        work, step = wanted
        if self.clock() >= seeing.until_s:
            return Made.LEFT
        try:
            return self._start(work, seeing.standing) if step is Step.START else self._ask(work, seeing)
        except (BotoCoreError, ClientError, LedgerUnknownError, LedgerCorruptError) as error:
            log().warning("work is left to the next look", extra={"key": work.key, "error": str(error)})
            return Made.LEFT

    def _start(self, work: OpenWork, standing: Standing) -> Made:
        """Claim for the first attempt of this epoch; no work gets here that this epoch claimed before."""
        epoch = standing.epoch or 0
        dispatched = self.dispatcher.attempt(Claim(work.key, epoch, attempt=1), standing)
        return _made(dispatched, Made.STARTED if work.state is WorkState.ACCEPTED else Made.RESTARTED)

    def _ask(self, row: OpenWork, seeing: _Seeing) -> Made:
        """Find out why a claim of this epoch has no result yet."""
        state = self.executions.state(execution_name(row.key, row.epoch, row.attempt))
        if state is ExecutionState.RUNNING:
            return Made.LEFT
        if state is ExecutionState.ABSENT:
            work = self.ledger.read(row.key)
            if work is None or work.state is not WorkState.CLAIMED or (work.epoch, work.attempt) != _claim(row):
                return Made.LEFT
            return _made(self.dispatcher.start(work, seeing.standing), Made.RESTARTED)
        return self._next(row, state, seeing)

    def _next(self, row: OpenWork, state: ExecutionState, seeing: _Seeing) -> Made:
        """Try again, or give up; an ill Region fails all work alike, which is no end of any."""
        if row.attempt >= self.max_attempts:
            if not seeing.healthy_since_ms:
                return Made.LEFT
            at_fault = state is ExecutionState.TRIED and seeing.healthy_since_ms <= row.claimed_at_ms
            if at_fault or row.attempt >= self.max_attempts * MOST_ATTEMPTS_FACTOR:
                return self._give_up(Claim(row.key, row.epoch, row.attempt))
        claim = Claim(row.key, row.epoch, row.attempt + 1)
        return _made(self.dispatcher.attempt(claim, seeing.standing), Made.RESTARTED)

    def _give_up(self, claim: Claim) -> Made:
        """Commit that the work failed, so that who waits for it gets an answer."""
        told = f"{claim.attempt} attempts failed in epoch {claim.epoch}; the executions' histories say why"
        result = json.dumps({"error": {"code": "AttemptsExhausted", "message": told}})
        change = self.changes.commit(claim, Outcome.FAILED, result, now_ms=int(self.clock() * 1000))
        if not change.done or change.found is None or change.found.result != result:
            return Made.LEFT  # a later claim has it, or the attempt's own result came just now
        log().error("work is given up", extra={"key": claim.key, "epoch": claim.epoch, "attempts": claim.attempt})
        return Made.GIVEN_UP


def _claim(row: OpenWork) -> tuple[int, int]:
    return row.epoch, row.attempt


def _made(dispatched: Dispatched, made: Made) -> Made:
    return made if dispatched.status is DispatchStatus.STARTED else Made.LEFT
