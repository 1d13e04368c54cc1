"""Asynchronous calls: accepted and stored here, computed by `predict_worker`, looked up here."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from domain.prediction.errors import ErrorCode, PredictionError
from domain.prediction.jobs import JobKeys, JobRequest, job_state, parse_job
from domain.prediction.limits import MAX_ASYNC_ROWS
from domain.prediction.request import parse_request
from lambdas.clients.prediction_jobs import PredictionJobs
from lambdas.models.predictor import Predictor
from lambdas.predict_http.http import Reply, body_of, reply, routing_key_of
from lambdas.predict_http.settings import Settings

RETRY_S: Final = 2
RETRY_THROTTLED_S: Final = 10


class Worker(Protocol):
    """Starts the computation: `lambdas.clients.workers.Workers`."""

    def start(self, event: Mapping[str, Any]) -> bool:
        """Start it; False says that Lambda takes no more now."""


class AsynchronousCalls:
    """Accepts and looks up.

    Args:
        settings: What the stack decided.
        predictor: Says which version is to answer.
        jobs: Where requests and results lie.
        worker: Starts the computation; None when the stack has no asynchronous calls.
        clock: Seconds since 1970.
    """

    def __init__(
        self,
        settings: Settings,
        predictor: Predictor,
        jobs: PredictionJobs,
        worker: Worker | None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._predictor = predictor
        self._jobs = jobs
        self._worker = worker
        self._clock = clock

    def accept(self, event: Mapping[str, Any], wait_s: Callable[[], float]) -> Reply:
        """Store a request and start its computation: 202 with where to look it up.

        Raises:
            PredictionError: The request is not accepted, or cannot be started now.
        """
        worker = self._need_worker()
        request = parse_request(body_of(event, self._settings.max_async_bytes), MAX_ASYNC_ROWS)
        key = routing_key_of(event)
        target = self._predictor.resolve(request.model, request.version, key, wait_s())
        now = int(self._clock())
        job = JobRequest(
            accepted_at=now,
            expires_at=now + self._settings.retention_s,
            model=target.key.model,
            version=target.key.version,
            role=target.role,
            chosen=target.chosen,
            rows=request.rows,
            probabilities=request.probabilities,
        )
        job_id = secrets.token_hex(16)
        self._jobs.write(JobKeys(self._settings.async_prefix, job_id).request, _stored(job), once=True)
        if not worker.start({"prediction_id": job_id}):
            text = f"too many predictions are waiting; try again in {RETRY_THROTTLED_S} s"
            raise PredictionError(ErrorCode.TOO_MANY_REQUESTS, text, retry_after_s=RETRY_THROTTLED_S)
        path = str((event.get("requestContext") or {}).get("path") or "/v1/predictions").rstrip("/")
        url = f"{path}/{job_id}"
        return reply(202, {"id": job_id, "status_url": url}, {"Location": url, "Retry-After": str(RETRY_S)})

    def look_up(self, job_id: str) -> Reply:
        """Tell how far a request is, and its result.

        Raises:
            PredictionError: There is no such request, or its time is over.
        """
        self._need_worker()
        try:
            keys = JobKeys(self._settings.async_prefix, job_id)
        except ValueError as error:
            raise _unknown() from error
        stored = self._jobs.read(keys.request)
        if stored is None:
            raise _unknown()
        job, now = parse_job(stored), int(self._clock())
        if now > job.expires_at:
            raise PredictionError(
                ErrorCode.PREDICTION_EXPIRED, "the result was kept until its time was over", field="id"
            )
        result = self._jobs.read(keys.result)
        failed = self._jobs.read(keys.attempts) if result is None else None
        state = job_state(job_id, job, result, json.loads(failed)["attempts"] if failed else 0, now)
        waiting = state["status"] in ("pending", "retrying")
        return reply(200, state, {"Retry-After": str(RETRY_S)} if waiting else None)

    def _need_worker(self) -> Worker:
        if self._worker is None:
            text = "this API has no asynchronous predictions; use POST /v1/predict"
            raise PredictionError(ErrorCode.NOT_FOUND, text)
        return self._worker


def _stored(job: JobRequest) -> str:
    try:
        return job.to_json()
    except (ValueError, RecursionError) as error:  # 1e999 is a number to JSON, and infinity once it was read
        text = "rows have a number that is too large, or are nested too deeply; accepted: finite numbers and texts"
        raise PredictionError(ErrorCode.INVALID_ROW, text, field="rows") from error


def _unknown() -> PredictionError:
    text = "there is no such prediction: the id is another one, or its time is long over"
    return PredictionError(ErrorCode.PREDICTION_NOT_FOUND, text, field="id")
