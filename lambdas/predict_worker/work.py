"""Computes one asynchronous prediction and stores its end, once.

A mistake of the caller is an end. A fault of ours is raised, so that Lambda tries again; the last attempt stores it as
the end and raises it too, for the dead-letter queue and the alarm.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from domain.models.release import Role
from domain.prediction.errors import ErrorCode, PredictionError
from domain.prediction.jobs import ATTEMPTS, JobKeys, JobRequest, JobStatus, parse_job
from domain.prediction.limits import MAX_REPLY_BYTES, MEBIBYTE
from lambdas import events
from lambdas.clients.prediction_jobs import PredictionJobs
from lambdas.errors import PlatformError
from lambdas.models.meter import Meter
from lambdas.models.predictor import Predictor, Target
from lambdas.models.sources import ModelKey
from lambdas.telemetry import log

MARGIN_S: Final = 5.0
"""Kept of the function's time to store the end."""


class PredictionFailedError(PlatformError):
    """The prediction could not be computed; Lambda tries again."""


def parse_event(event: object) -> str:
    """Return the id of the prediction.

    Raises:
        InvalidEventError: There is none.
    """
    return events.required(events.fields_of(event), "prediction_id", events.text)


@dataclass(frozen=True)
class Work:
    """Computes predictions; `prefix` is where their documents lie."""

    prefix: str
    predictor: Predictor
    jobs: PredictionJobs
    meter: Meter

    def __call__(self, job_id: str, remaining_s: Callable[[], float]) -> dict[str, Any]:
        """Compute one.

        Args:
            job_id: Its id.
            remaining_s: Seconds until the function is ended.

        Raises:
            PredictionFailedError: For reasons of ours.
        """
        keys = JobKeys(self.prefix, job_id)
        stored = self.jobs.read(keys.request)
        if stored is None or self.jobs.read(keys.result) is not None:
            # Lambda delivers an event at least once; and an event may come after the documents expired.
            log().info("nothing to compute", extra={"prediction_id": job_id, "stored": stored is not None})
            return {"id": job_id, "status": "skipped"}
        job, begun = parse_job(stored), time.perf_counter()
        role = job.role
        try:
            end, candidate_failed = self._computed(job, lambda: max(remaining_s() - MARGIN_S, 0.0))
        except PredictionError as error:
            self.meter.called(role, failed=error.ours, latency_ms=(time.perf_counter() - begun) * 1000)
            if error.ours:
                self._failed_for_our_reasons(keys, error)
            end, candidate_failed = {"status": JobStatus.FAILED.value, **error.to_document()}, False
        else:
            taken = (time.perf_counter() - begun) * 1000
            if candidate_failed:
                self.meter.called(role, failed=True, latency_ms=taken)
                role = Role.LIVE.value
            self.meter.called(role, failed=False, latency_ms=taken)
        self.jobs.write(keys.result, json.dumps(end, separators=(",", ":"), allow_nan=False), once=True)
        return {"id": job_id, "status": end["status"]}

    def _computed(self, job: JobRequest, wait_s: Callable[[], float]) -> tuple[dict[str, Any], bool]:
        target = Target(ModelKey(job.model, job.version), job.role, job.chosen)
        answer = self.predictor.answer(job.to_predict_request(), target, wait_s)
        end: dict[str, Any] = {
            "status": JobStatus.SUCCEEDED.value,
            "version": answer.target.key.version,
            "predictions": answer.predictions,
            "inference_time_ms": round(answer.inference_ms, 3),
        }
        if answer.probabilities is not None:
            end["probabilities"] = answer.probabilities
        text = json.dumps(end)
        if len(text) + text.count('"') + text.count("\\") > MAX_REPLY_BYTES:
            limit = MAX_REPLY_BYTES // MEBIBYTE
            message = f"the answer is larger than {limit} MB; ask for fewer rows, or without probabilities"
            raise PredictionError(ErrorCode.REPLY_TOO_LARGE, message, field="rows")
        return end, answer.candidate_failed

    def _failed_for_our_reasons(self, keys: JobKeys, error: PredictionError) -> None:
        found = self.jobs.read(keys.attempts)
        attempts = (json.loads(found)["attempts"] if found else 0) + 1
        self.jobs.write(keys.attempts, json.dumps({"attempts": attempts}))
        if attempts >= ATTEMPTS:
            end = {"status": JobStatus.FAILED.value, **error.to_document()}
            self.jobs.write(keys.result, json.dumps(end), once=True)
        raise PredictionFailedError(
            f"prediction {keys.job_id}, attempt {attempts} of {ATTEMPTS}: {error.message}"
        ) from error
