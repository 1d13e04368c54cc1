"""One durable prediction: accepted once for its key, claimed under an epoch, committed once.

Each verdict here is the condition of one write to one item. The ledger applies it at the moment of the write, so it
holds whatever two Regions believe meanwhile: ``(epoch, attempt)`` is the fencing token of a claim.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from domain.checks import refuse, text, whole_number
from domain.resilience.verdict import Verdict

OPEN_BUCKETS: Final = 8
"""Work that is not done is spread over so many values of the index's key: one value takes 1,000 writes a second.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"""
WORK_PREFIX: Final = "work#"
EXECUTION_NAME_LENGTH: Final = 80
"""https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html"""
_KEY: Final = re.compile(r"[A-Za-z0-9._:/-]{1,128}")
_DIGEST_LENGTH: Final = 32
_DAY_MS: Final = 86_400_000


class WorkState(StrEnum):
    """How far a piece of work is."""

    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    DONE = "done"


class Outcome(StrEnum):
    """How it ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"


class TaskError(StrEnum):
    """Why a task of an attempt was ended, as its execution tells.

    ``Fenced``: the Region or the claim is not the work's any more. ``AttemptFailed``: it was tried, and there is no
    prediction. ``InvalidWork``: its row cannot be read.
    """

    FENCED = "Fenced"
    ATTEMPT_FAILED = "AttemptFailed"
    INVALID_WORK = "InvalidWork"


class Acceptance(StrEnum):
    """What a request for a key meets: nothing, the same work, or another one under that key."""

    NEW = "new"
    KNOWN = "known"
    REUSED = "reused"


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work as the ledger has it.

    Attributes:
        key: The idempotency key.
        state: How far it is.
        input_hash: Digest of what was asked (``input_hash``).
        epoch: The epoch that claimed it; 0 before that.
        attempt: The attempt within that epoch; 0 before that.
        region: The Region that claimed it; empty before that.
        input: What was asked, as JSON.
        result: What came of it, as JSON, when it is done.
        outcome: How it ended, when it is done.
        at_ms: Epoch milliseconds: when it was accepted, then when it was done.
    """

    key: str
    state: WorkState
    input_hash: str
    epoch: int = 0
    attempt: int = 0
    region: str = ""
    input: str = ""
    result: str = ""
    outcome: Outcome | None = None
    at_ms: int = 0


def parse_key(key: object) -> str:
    """Return an idempotency key; ``#`` is kept for ids.

    Raises:
        ValueError: It is no text of 1 to 128 letters, digits and ``._:/-``.
    """
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        refuse("key", key, "1 to 128 ASCII letters, digits and . _ : / -")
    return key


def work_id(key: str) -> str:
    """Key of the work's item in the ledger."""
    return WORK_PREFIX + parse_key(key)


def input_hash(content_type: str, body: bytes) -> str:
    """Digest of what was asked: the same key with another one is a caller's mistake."""
    kind = text("content_type", content_type).encode()
    return hashlib.sha256(len(kind).to_bytes(8, "big") + kind + body).hexdigest()


def may_accept(existing: Work | None, input_hash: str) -> Acceptance:
    """What a request for a key meets; only ``NEW`` is written, on condition that there is no item."""
    if existing is None:
        return Acceptance.NEW
    return Acceptance.KNOWN if existing.input_hash == input_hash else Acceptance.REUSED


def may_claim(work: Work, epoch: int, attempt: int) -> Verdict:
    """Whether an attempt may take the work: it is not done, and no later claim was made."""
    _check(epoch, attempt)
    if work.state is WorkState.DONE:
        return Verdict(False, f"{work.key} is done")
    if (epoch, attempt) <= (work.epoch, work.attempt):
        return Verdict(False, f"{work.key} is claimed by epoch {work.epoch}, attempt {work.attempt}")
    return Verdict(True, f"epoch {epoch}, attempt {attempt} is later than {work.epoch}, {work.attempt}")


def may_commit(work: Work, epoch: int, attempt: int) -> Verdict:
    """Whether an attempt's result counts: its claim is still the work's, and there is no result."""
    _check(epoch, attempt)
    if work.state is WorkState.DONE:
        return Verdict(False, f"{work.key} is done already, by epoch {work.epoch}, attempt {work.attempt}")
    if work.state is not WorkState.CLAIMED:
        return Verdict(False, f"{work.key} is not claimed")
    if (epoch, attempt) != (work.epoch, work.attempt):
        return Verdict(False, f"{work.key} belongs to epoch {work.epoch}, attempt {work.attempt} now")
    return Verdict(True, f"epoch {epoch}, attempt {attempt} holds the claim")


def committed_by(work: Work, epoch: int, attempt: int) -> bool:
    """Whether the result is of this very claim: a repeated delivery then repeats the reply, and writes nothing."""
    return work.state is WorkState.DONE and (work.epoch, work.attempt) == (epoch, attempt)


def next_attempt(work: Work, epoch: int) -> int:
    """Number of the next attempt under an epoch, from 1.

    They are counted within an epoch: a failover is no fault of the work, and must not use up its attempts.

    Raises:
        ValueError: The epoch is older than the one that claimed the work.
    """
    if whole_number("epoch", epoch, 1) < work.epoch:
        refuse("epoch", epoch, f"at least {work.epoch}, which claimed {work.key}")
    return 1 if epoch > work.epoch else work.attempt + 1


def execution_name(key: str, epoch: int, attempt: int) -> str:
    """Name of the execution of an attempt: the same for the same attempt, so that a second start is the same start."""
    _check(epoch, attempt)
    digest = hashlib.sha256(parse_key(key).encode()).hexdigest()[:_DIGEST_LENGTH]
    name = f"{digest}-{epoch}-{attempt}"
    if len(name) > EXECUTION_NAME_LENGTH:
        refuse("epoch", epoch, f"so few digits that an execution's name has at most {EXECUTION_NAME_LENGTH} characters")
    return name


def task_id(key: str, epoch: int, attempt: int) -> str:
    """Key of an attempt's row in the token store."""
    _check(epoch, attempt)
    return f"{parse_key(key)}#{epoch}#{attempt}"


def parse_task_id(text: str) -> tuple[str, int, int]:
    """Read what ``task_id`` wrote: key, epoch, attempt.

    Raises:
        ValueError: It is no such id.
    """
    key, *numbers = text.split("#")
    if len(numbers) != 2 or not all(one.isascii() and one.isdigit() for one in numbers):
        refuse("task_id", text, "<key>#<epoch>#<attempt>")
    epoch, attempt = int(numbers[0]), int(numbers[1])
    _check(epoch, attempt)
    return parse_key(key), epoch, attempt


def open_bucket(key: str) -> str:
    """Where the index lists work that is not done."""
    return f"open#{hashlib.sha256(parse_key(key).encode()).digest()[0] % OPEN_BUCKETS}"


def all_open_buckets() -> tuple[str, ...]:
    """Every value of ``open_bucket``."""
    return tuple(f"open#{number}" for number in range(OPEN_BUCKETS))


def done_bucket(at_ms: int) -> str:
    """Where the index lists work that was done on that day, in UTC."""
    return f"done#{datetime.fromtimestamp(whole_number('at_ms', at_ms, 0) / 1000, UTC).date().isoformat()}"


def expired_buckets(now_ms: int, retention_days: int, *, look_back_days: int = 7) -> tuple[str, ...]:
    """Days of done work that are older than is kept, the latest first.

    Args:
        now_ms: Epoch milliseconds.
        retention_days: How many whole days are kept.
        look_back_days: How many days beyond that are looked at: a clean-up that did not run for longer leaves items.
    """
    whole_number("retention_days", retention_days, 1)
    first = now_ms - (retention_days + 1) * _DAY_MS
    return tuple(done_bucket(max(0, first - day * _DAY_MS)) for day in range(look_back_days))


def _check(epoch: int, attempt: int) -> None:
    whole_number("epoch", epoch, 1)
    whole_number("attempt", attempt, 1)
