"""Transform jobs: their names, the events about them, and what to do with a task that waits for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from domain.batches.manifest import checked_run_id
from domain.checks import refuse

JOB_PREFIX: Final = "ip-"
"""The EventBridge rule matches it, so that jobs of others wake nobody."""
MAX_JOB_NAME: Final = 63
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"""
EVENT_SOURCE: Final = "aws.sagemaker"
EVENT_DETAIL_TYPE: Final = "SageMaker Transform Job State Change"
"""https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html"""
TERMINAL_STATUSES: Final = ("Completed", "Failed", "Stopped")
JOB_LOST_ERROR: Final = "BatchJobLost"


class TaskStatus(StrEnum):
    """Status of a stored task token."""

    PENDING = "PENDING"
    DONE = "DONE"


class SettlementAction(StrEnum):
    """What to do with a stored task token."""

    SUCCEED = "succeed"
    FAIL_LOST = "fail_lost"
    WAIT = "wait"
    NOTHING = "nothing"


@dataclass(frozen=True)
class JobOutcome:
    """A transform job and how it stands; ``status`` is SageMaker's word, ``failure_reason`` its text or empty."""

    job: str
    status: str
    failure_reason: str = ""

    @property
    def ended(self) -> bool:
        """Whether the job will not change any more."""
        return self.status in TERMINAL_STATUSES

    def to_output(self) -> dict[str, str]:
        """Return what the waiting task receives. A failed job is an answer too: its finished files have outputs."""
        return {"job": self.job, "status": self.status, "failure_reason": self.failure_reason}


@dataclass(frozen=True)
class StoredTask:
    """One task of Step Functions that waits for a job, as the table holds it; ``created_at`` in epoch seconds."""

    task_id: str
    execution_id: str
    token: str
    status: str
    created_at: float


@dataclass(frozen=True)
class Settlement:
    """The decision about one stored token, with the reason to log."""

    action: SettlementAction
    reason: str


def job_name(run_id: str, created_at: str) -> str:
    """Return the one name of a run's transform job: a second execution of the same run finds the first one's job.

    The time is part of it because SageMaker keeps a job's name for good, and a run's data expires: the same files, run
    again after that, are a new run, which must not attach to the job of the old one.

    Args:
        run_id: The run.
        created_at: When its manifest was made, ISO 8601.

    Raises:
        ValueError: The run id or the time is malformed.
    """
    made = datetime.fromisoformat(created_at).astimezone(UTC)
    return f"{JOB_PREFIX}{checked_run_id(run_id)}-{made:%Y%m%d%H%M%S}"


def parse_job_event(event: Mapping[str, Any]) -> JobOutcome:
    """Read a state-change event of a transform job.

    Raises:
        ValueError: It is another kind of event, or a field is missing; the message names it.
    """
    for field, expected in (("source", EVENT_SOURCE), ("detail-type", EVENT_DETAIL_TYPE)):
        if event.get(field) != expected:
            refuse(field, event.get(field), repr(expected))
    detail = event.get("detail")
    if not isinstance(detail, Mapping):
        refuse("detail", detail, "an object with TransformJobName and TransformJobStatus")
    for field in ("TransformJobName", "TransformJobStatus"):
        if not isinstance(detail.get(field), str) or not detail[field]:
            refuse(f"detail.{field}", detail.get(field), "a non-empty string")
    reason = detail.get("FailureReason") or ""
    return JobOutcome(detail["TransformJobName"], detail["TransformJobStatus"], str(reason))


def decide_settlement(stored: str, job: JobOutcome | None, *, age_s: float, min_age_s: float) -> Settlement:
    """Decide about one stored token by first match.

    Args:
        stored: Status of the token in the table.
        job: The job as it stands, or ``None`` when SageMaker knows no job of that name.
        age_s: Seconds since the token was stored.
        min_age_s: A job may be missing this long, because the token is stored before the job is made.
    """
    if stored != TaskStatus.PENDING:
        return Settlement(SettlementAction.NOTHING, "the task was settled before")
    if job is not None and job.ended:
        return Settlement(SettlementAction.SUCCEED, f"the job ended as {job.status}")
    if job is not None:
        return Settlement(SettlementAction.WAIT, f"the job is {job.status}")
    if age_s < min_age_s:
        return Settlement(SettlementAction.WAIT, f"no job yet after {age_s:.0f} s; it has {min_age_s:.0f} s")
    return Settlement(SettlementAction.FAIL_LOST, f"no job of that name after {age_s:.0f} s")
