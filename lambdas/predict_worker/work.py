"""Computes one asynchronous prediction and stores its end, once.

A mistake of the caller is an end. A fault of ours is raised, so that Lambda tries again; the last attempt stores it as
the end and raises it too, for the dead-letter queue and the alarm.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from domain.prediction.errors import ErrorCode, PredictionError, reply_too_large
from domain.prediction.jobs import ATTEMPTS, JobKeys, JobStatus, parse_job
from domain.prediction.limits import too_large
from lambdas import events
from lambdas.clients.prediction_jobs import PredictionJobs
from lambdas.errors import PlatformError
from lambdas.models.meter import Meter
from lambdas.models.predictor import Answer, Predictor, Target
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
        target = Target(ModelKey(job.model, job.version), job.role, job.chosen)
        try:
            answer = self.predictor.answer(job.to_predict_request(), target, lambda: max(remaining_s() - MARGIN_S, 0.0))
            status, end = JobStatus.SUCCEEDED, _document(answer)
            self.meter.answered(answer, _since_ms(begun))
        except Exception as error:  # noqa: BLE001 - without an end the caller would ask for one for hours
            refusal = _refusal(error, job_id)
            self.meter.called(job.role, failed=refusal.ours, latency_ms=_since_ms(begun))
            if refusal.ours:
                self._failed_for_our_reasons(keys, refusal)
            status, end = JobStatus.FAILED, _failed(refusal)
        self.jobs.write(keys.result, end, once=True)
        return {"id": job_id, "status": status.value}

    def _failed_for_our_reasons(self, keys: JobKeys, error: PredictionError) -> None:
        found = self.jobs.read(keys.attempts)
        attempts = (json.loads(found)["attempts"] if found else 0) + 1
        self.jobs.write(keys.attempts, json.dumps({"attempts": attempts}))
        if attempts >= ATTEMPTS:
            self.jobs.write(keys.result, _failed(error), once=True)
        raise PredictionFailedError(
            f"prediction {keys.job_id}, attempt {attempts} of {ATTEMPTS}: {error.message}"
        ) from error


def _document(answer: Answer) -> str:
    end: dict[str, Any] = {
        "status": JobStatus.SUCCEEDED.value,
        "version": answer.target.key.version,
        "predictions": answer.predictions,
        "inference_time_ms": round(answer.inference_ms, 3),
    }
    if answer.probabilities is not None:
        end["probabilities"] = answer.probabilities
    text = json.dumps(end, separators=(",", ":"), allow_nan=False)
    if too_large(text):
        raise reply_too_large()
    return text


def _failed(error: PredictionError) -> str:
    return json.dumps({"status": JobStatus.FAILED.value, **error.to_document()})


def _refusal(error: Exception, job_id: str) -> PredictionError:
    """What the caller is told; what nobody foresaw is logged whole and told to nobody."""
    if isinstance(error, PredictionError):
        return error
    log().exception("prediction failed", extra={"prediction_id": job_id})
    return PredictionError(ErrorCode.INTERNAL, "the prediction could not be computed")


def _since_ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
