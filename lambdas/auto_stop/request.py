"""What the function is asked: a run by its schedule, a restore or the status by a person."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lambdas.errors import InvalidEventError
from lambdas.events import fields_of, only_known, optional, text


class Task(StrEnum):
    """What to do."""

    RUN = "run"
    RESTORE = "restore"
    STATUS = "status"


@dataclass(frozen=True)
class Request:
    """One request.

    Attributes:
        task: What to do.
        endpoint: The endpoint to restore; ``None`` restores every one that was stopped.
        dry_run: Decide and report, and change nothing.
        force: Restore what somebody else has changed since, too.
    """

    task: Task
    endpoint: str | None = None
    dry_run: bool = False
    force: bool = False


FIELDS = {"action": Task, "endpoint": (Task.RESTORE,), "dry_run": (Task.RUN, Task.RESTORE), "force": (Task.RESTORE,)}
"""Field to the tasks that take it."""


def parse(event: object) -> Request:
    """Read an event; an empty one is a run.

    Raises:
        InvalidEventError: A field that is not known or not for this task, or a value that is not accepted.
    """
    given = fields_of(event)
    only_known(given, tuple(FIELDS))
    task = optional(given, "action", _task, Task.RUN)
    for field, tasks in FIELDS.items():
        if given.get(field) is not None and task not in tasks:
            raise InvalidEventError(f"field {field!r} is not for action {task.value}; only for {', '.join(tasks)}")
    return Request(
        task=task,
        endpoint=optional(given, "endpoint", text, None),
        dry_run=optional(given, "dry_run", _flag, False),
        force=optional(given, "force", _flag, False),
    )


def _task(value: Any) -> Task:
    if value not in list(Task):
        raise ValueError(f"{value!r} is not accepted: one of {', '.join(Task)}")
    return Task(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is not accepted: true or false")  # noqa: TRY004 - events.required asks for it
    return value
