"""The event of ``collect``: the state of the execution, with ``batch`` once a transform job was waited for."""

from dataclasses import dataclass
from typing import Any

from domain.batches.batch import JobOutcome
from domain.batches.manifest import checked_run_id
from lambdas import events


@dataclass(frozen=True)
class CollectRequest:
    """Which run; ``batch`` is the job that was waited for, or ``None`` when none was yet."""

    run_id: str
    batch: JobOutcome | None


def parse_request(event: object) -> CollectRequest:
    """Read the event; its other fields are of no concern here.

    Raises:
        InvalidEventError: ``run_id`` is missing, or ``batch`` does not name a job and its status.
    """
    fields = events.fields_of(event)
    return CollectRequest(
        run_id=events.required(fields, "run_id", checked_run_id), batch=events.optional(fields, "batch", _batch, None)
    )


def _batch(value: Any) -> JobOutcome:
    fields = events.fields_of(value)
    return JobOutcome(
        job=events.required(fields, "job", events.text),
        status=events.required(fields, "status", events.text),
        failure_reason=str(fields.get("failure_reason") or ""),
    )
