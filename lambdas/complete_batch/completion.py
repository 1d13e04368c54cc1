"""Settles every task that waits for a job when its event comes. A duplicate or late event finds nothing to do."""

from typing import Any

from domain.batches.batch import JobOutcome, decide_settlement, parse_job_event
from lambdas import events
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.task_settlement import TaskSettlement
from lambdas.errors import InvalidEventError
from lambdas.settlement import settle


def parse_event(event: object) -> JobOutcome:
    """Read a job's state-change event.

    Raises:
        InvalidEventError: It is another kind of event, or a field is missing; the field is named.
    """
    try:
        return parse_job_event(events.fields_of(event))
    except ValueError as error:
        raise InvalidEventError(str(error)) from error


def complete(job: JobOutcome, tasks: TaskSettlement, callbacks: Callbacks) -> dict[str, Any]:
    """Settle the tasks of an ended job; a job that still runs settles nothing."""
    settled = 0
    if job.ended:
        for task in tasks.tasks_of(job.job):
            decision = decide_settlement(task.status, job, age_s=0.0, min_age_s=0.0)
            settled += settle(task, decision, job, callbacks, tasks)
    return {"job": job.job, "status": job.status, "settled": settled}
