"""Takes back what runs did: one endpoint, or every one. What cannot be taken back stays recorded, and is named."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from domain.stops import RecordState, StopRecord
from lambdas.auto_stop.acting import Acting
from lambdas.auto_stop.failures import FAILURES, told
from lambdas.auto_stop.request import Request, Task
from lambdas.errors import InvalidEventError

LISTED: Final = 1000
"""Records in an answer."""


def restore(acting: Acting, request: Request, now: datetime) -> dict[str, Any]:
    """Restore an endpoint, or all that were stopped; a dry run says which.

    Raises:
        InvalidEventError: Nothing is recorded of that endpoint.
    """
    restored: list[str] = []
    failed: list[str] = []
    for record in list(_records(acting, request.endpoint)):
        try:
            if not request.dry_run:
                acting.restore(record, now.isoformat(), force=request.force)
            restored.append(record.endpoint)
        except FAILURES as error:
            failed.append(f"{record.endpoint}: {told(error)}")
    failed += [] if request.dry_run else [text for name in restored if (text := _noted(acting, name, now))]
    return {"action": Task.RESTORE.value, "dry_run": request.dry_run, "restored": restored, "failed": failed}


def status(acting: Acting) -> dict[str, Any]:
    """Say what is stopped now, and what a run left half-done."""
    found = list(acting.records.all())
    rows = [
        {
            "endpoint": record.endpoint,
            "state": record.state.value,
            "deleted": record.removal is not None,
            "at": record.at,
            "reason": record.reason,
            "changes": [f"{one.resource_id}: {one.before.desired} -> {one.after.desired}" for one in record.changes],
        }
        for record in sorted(found, key=lambda one: one.endpoint)[:LISTED]
    ]
    return {"action": Task.STATUS.value, "records": len(found), "stopped": rows, "failed": []}


def _records(acting: Acting, endpoint: str | None) -> Iterator[StopRecord]:
    if endpoint is None:
        yield from acting.records.all()
        return
    record = acting.records.find(endpoint)
    if record is None or record.state is RecordState.RESTORED:
        raise InvalidEventError(
            f"field 'endpoint': {endpoint!r} is not accepted: nothing is stopped under that name; it was restored "
            "already, or never stopped"
        )
    yield record


def _noted(acting: Acting, endpoint: str, now: datetime) -> str:
    """Say so on the endpoint itself; an empty text when that was possible."""
    try:
        state = acting.inspection.states.describe(endpoint)
        if state is not None:
            acting.note(state.arn, "restore", "restored on request", now.isoformat())
    except FAILURES as error:
        return f"{endpoint}: restored, but could not be tagged so: {told(error)}"
    return ""
