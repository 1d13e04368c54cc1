"""Records of the token table's stream: each row is a task of Step Functions that waits for its answer.

A row changes when its state machine had no answer to the first write and stored another token: the task that waits has
that one.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html shows one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.resilience import parse_task_id
from lambdas import events
from lambdas.errors import InvalidEventError, PlatformError
from lambdas.work_body import MAX_INPUT_BYTES, WorkBody, parse_body

_STORED: Final = frozenset({"INSERT", "MODIFY"})


class PoisonRecordError(PlatformError):
    """A row that no attempt can make work of.

    Args:
        message: Why.
        token: Of the task that waits with it; empty when there is none.
    """

    def __init__(self, message: str, token: str) -> None:
        super().__init__(message)
        self.token = token


@dataclass(frozen=True)
class Started:
    """A task that waits.

    Attributes:
        key: Of the work.
        epoch: Of its claim.
        attempt: Of that epoch, from 1.
        token: The right to answer.
        body: What the model is asked.
    """

    key: str
    epoch: int
    attempt: int
    token: str
    body: WorkBody


@dataclass(frozen=True)
class Record:
    """One record; `image` is the row as it was stored, None when the record is of something else."""

    sequence: str
    image: Mapping[str, Any] | None


def parse_records(event: object) -> list[Record]:
    """Read a batch.

    Raises:
        InvalidEventError: It is no batch of a DynamoDB stream, so that nothing in it could be reported either.
    """
    fields = events.fields_of(event)
    records = events.required(fields, "Records", _listed)
    return [_record(at, record) for at, record in enumerate(records)]


def started_of(record: Record, region: str) -> Started | None:
    """The task of a record; None when it is none, or one of another Region.

    A row of another Region came by replication. Its token is worth nothing here, and its work, should that Region be
    gone, is claimed anew.

    Raises:
        PoisonRecordError: The row is a task of this Region, and cannot be read.
    """
    row = record.image
    if row is None or _text(row, "execution_region") != region:
        return None
    token = _text(row, "task_token")
    try:
        key, epoch, attempt = parse_task_id(_text(row, "task_id"))
        body = parse_body(json.loads(_text(row, "input")), MAX_INPUT_BYTES)
    except (ValueError, RecursionError) as error:
        name = _text(row, "task_id") or "without an id"
        raise PoisonRecordError(f"the row of task {name} cannot be read: {error}", token) from error
    if not token:
        raise PoisonRecordError(f"the row of task {_text(row, 'task_id')} has no task_token", token)
    return Started(key, epoch, attempt, token, body)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{type(value).__name__}; accepted: a list of records")  # noqa: TRY004
    return value


def _record(at: int, record: Any) -> Record:
    change = record.get("dynamodb") if isinstance(record, Mapping) else None
    sequence = change.get("SequenceNumber") if isinstance(change, Mapping) else None
    if not isinstance(change, Mapping) or not isinstance(sequence, str) or not sequence:
        raise InvalidEventError(f"record {at} has no dynamodb.SequenceNumber: it is none of a DynamoDB stream")
    image = change.get("NewImage") if record.get("eventName") in _STORED else None
    return Record(sequence, image if isinstance(image, Mapping) else None)


def _text(row: Mapping[str, Any], name: str) -> str:
    found = row.get(name)
    value = found.get("S") if isinstance(found, Mapping) else None
    return value if isinstance(value, str) else ""
