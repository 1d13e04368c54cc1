"""An asynchronous prediction: what is stored of it, and what a caller who asks for it is told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from domain.models.names import checked_model, checked_version
from domain.prediction.request import PredictRequest

JOB_ID: Final = re.compile(r"[0-9a-f]{32}")
"""128 random bits: who has the id may read the result, so it must not be guessed."""

ATTEMPTS: Final = 3
"""Lambda invokes once and retries twice. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"""

MAX_PENDING_S: Final = 6 * 3600
"""Lambda drops an event after 6 hours, and a worker that was killed says nothing: by then there will be no result."""


class JobStatus(StrEnum):
    """How far it is."""

    PENDING = "pending"
    RETRYING = "retrying"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class JobKeys:
    """Where a job's documents lie.

    Attributes:
        prefix: Of all jobs; ends with a slash.
        job_id: 32 hexadecimal digits.
    """

    prefix: str
    job_id: str

    def __post_init__(self) -> None:
        if not JOB_ID.fullmatch(self.job_id):
            raise ValueError(f"the id is {self.job_id[:64]!r}; accepted: 32 hexadecimal digits")

    @property
    def request(self) -> str:
        """What is asked for."""
        return f"{self.prefix}{self.job_id}/request.json"

    @property
    def attempts(self) -> str:
        """How often it failed so far, for reasons of ours."""
        return f"{self.prefix}{self.job_id}/attempts.json"

    @property
    def result(self) -> str:
        """The end, written once."""
        return f"{self.prefix}{self.job_id}/result.json"


@dataclass(frozen=True)
class JobRequest:
    """What is asked for, as it is stored.

    Attributes:
        accepted_at: When, in seconds since 1970.
        expires_at: Until when the result can be asked for.
        model: The model.
        version: The version that was chosen when the request was accepted.
        role: What it was to the release then.
        chosen: Whether it was chosen by weight.
        rows: Arrays or objects.
        probabilities: Whether the probability of each class is wanted.
    """

    accepted_at: int
    expires_at: int
    model: str
    version: str
    role: str
    chosen: bool
    rows: list[Any]
    probabilities: bool

    def to_json(self) -> str:
        """The document."""
        return json.dumps(self.__dict__, separators=(",", ":"), allow_nan=False)

    def to_predict_request(self) -> PredictRequest:
        """The request as a synchronous call would have it."""
        return PredictRequest(self.model, self.version, self.rows, self.probabilities)


def parse_job(text: bytes) -> JobRequest:
    """Read a stored request.

    Raises:
        ValueError: It is not what the platform stores.
    """
    try:
        job = JobRequest(**json.loads(text))
    except TypeError as error:
        raise ValueError(f"a stored request has other fields: {error}") from error
    checked_model(job.model)
    checked_version(job.version)
    return job


def job_state(job_id: str, job: JobRequest, result: bytes | None, attempts: int, now: int) -> dict[str, Any]:
    """What a caller is told.

    Args:
        job_id: Its id.
        job: What was asked for.
        result: The stored end; None when there is none yet.
        attempts: How often it failed so far.
        now: Seconds since 1970.
    """
    known = {"id": job_id, "model": job.model, "version": job.version, "accepted_at": job.accepted_at}
    if result is not None:
        end: Mapping[str, Any] = json.loads(result)
        return {**known, **end}
    if now - job.accepted_at > MAX_PENDING_S:
        error = {"code": "internal", "message": "no result within 6 hours; send the request again"}
        return {**known, "status": JobStatus.FAILED.value, "error": error}
    return {**known, "status": (JobStatus.RETRYING if attempts else JobStatus.PENDING).value}
