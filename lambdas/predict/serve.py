"""Serves one file: admission, content, calls, record. Every file gets exactly one record, or the part an error."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from domain.batches.manifest import InputFile, RunManifest
from domain.batches.outcomes import Action
from domain.batches.records import FallbackReason, FileErrorCode, Record, Status, deferred, failed, parse_prediction
from domain.limits import Verdict, admit
from domain.routing import InferencePath
from domain.serverless import RetryPolicy, is_cold_start
from lambdas.clients.endpoints import Endpoints
from lambdas.clients.input_objects import InputObjects, UnreadableFileError
from lambdas.errors import ComponentNoCapacityError, EndpointRefusedError
from lambdas.predict.call import Answer, GaveUp, Timing, call_within_budget

DEADLINE_MARGIN_S: Final = 30.0
"""Kept of the function's time beside a file's budget: to read the file, and to write the records of the part."""


@dataclass(frozen=True)
class FileServer:
    """Serves the files of one part; ``remaining_s`` says how long the function may still run, in seconds."""

    inputs: InputObjects
    endpoint: Endpoints
    manifest: RunManifest
    policy: RetryPolicy
    cold_start_threshold_ms: float
    timing: Timing
    remaining_s: Callable[[], float]

    def __call__(self, file: InputFile) -> Record:
        """Return the record of a file.

        Raises:
            ComponentNoCapacityError: The inference component has no copy yet.
            EndpointRefusedError: The endpoint refused the call for a reason that is ours.
        """
        path = self.manifest.path
        if file.refused is not None:
            return failed(file.key, file.refused["code"], file.refused["message"])
        admission = admit(path, file.key, file.size, self.manifest.batch_max_bytes)
        if admission.verdict is Verdict.REFUSE:
            return failed(file.key, admission.code, admission.message)
        if admission.verdict is Verdict.DEFER:
            return deferred(file.key, admission.code, path=path.value)
        if self.remaining_s() < self.policy.task_timeout_s + DEADLINE_MARGIN_S:
            return deferred(file.key, FallbackReason.FUNCTION_DEADLINE, path=path.value)
        try:
            body = self.inputs.read(file)
        except UnreadableFileError as error:
            return failed(file.key, error.code, str(error))
        return self._served(file, body)

    def _served(self, file: InputFile, body: bytes) -> Record:
        content_type = file.content_type or "application/octet-stream"
        result = call_within_budget(self.endpoint.invoke, body, content_type, self.policy, self.timing)
        if isinstance(result, GaveUp):
            return self._given_up(file, result)
        return self._answered(file, result)

    def _answered(self, file: InputFile, answer: Answer) -> Record:
        path = self.manifest.path
        serverless = path is InferencePath.SERVERLESS_INFERENCE
        cold = serverless and is_cold_start(answer.latency_ms, self.cold_start_threshold_ms)
        latency = round(answer.latency_ms, 3)
        try:
            prediction = parse_prediction(answer.body)
        except ValueError as error:
            code = FileErrorCode.INVALID_PREDICTION
            known = {"latency_ms": latency, "cold_start": cold, "attempts": answer.attempts}
            return failed(file.key, code, str(error), path=path.value, **known)
        return Record(
            key=file.key,
            status=Status.OK,
            prediction=prediction,
            path=path.value,
            latency_ms=latency,
            cold_start=cold,
            attempts=answer.attempts,
        )

    def _given_up(self, file: InputFile, result: GaveUp) -> Record:
        path, outcome = self.manifest.path.value, result.outcome
        if outcome.action is Action.NO_CAPACITY:
            raise ComponentNoCapacityError(
                f"{self.endpoint.target} has no capacity yet: {result.message}; its step scaling policy wakes it"
            )
        if outcome.action is Action.OURS:
            raise EndpointRefusedError(
                f"{self.endpoint.target} refused {file.key}: {result.message}; check its name, that it is InService, "
                "and that this function's role may call it"
            )
        if outcome.action is Action.INPUT_ERROR:
            return failed(
                file.key, FileErrorCode.MODEL_REFUSED_INPUT, result.message, path=path, attempts=result.attempts
            )
        reason = outcome.reason or FallbackReason.ENDPOINT_ERROR
        return deferred(file.key, reason, path=path, attempts=result.attempts)
