"""Runs one event of a function to its answer, with everything that Lambda writes about it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.iam import Guard
from sandbox.runtime.files import Unpacker, managed_runtime
from sandbox.runtime.journal import Journal, framed
from sandbox.runtime.metrics import FunctionMetrics
from sandbox.runtime.pool import ProcessPool
from sandbox.runtime.process import FailedStartError, FunctionProcess, Outcome, Setting
from sandbox.runtime.spec import FunctionSpec
from sandbox.runtime.statistics import Statistics

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MAX_RESPONSE_BYTES: Final = 6 * 1024 * 1024 + 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What the caller of Invoke gets.

    Attributes:
        payload: JSON text.
        error: True for a function error (`X-Amz-Function-Error: Unhandled`).
        version: The version that ran.
        request_id: Of this event.
        lines: The log of this event.
    """

    payload: bytes
    error: bool
    version: str
    request_id: str
    lines: list[str]


class Runner:
    """Runs events; safe to use from many threads.

    Args:
        context: Folder, options, credentials, metrics.
        guard: Decides whether a role may write logs.
    """

    def __init__(self, context: SandboxContext, guard: Guard) -> None:
        self._context = context
        directory = context.directory / "lambda"
        scratch = directory / "tmp"
        scratch.mkdir(parents=True)
        self._unpacker = Unpacker(directory)
        self._setting = Setting(context.python, context.endpoint_url, managed_runtime(directory), scratch)
        self._pool = ProcessPool(self._start, lambda: context.options.lambda_concurrency)
        self._journal = Journal(context, guard)
        self._metrics = FunctionMetrics(context)
        self.statistics = Statistics()

    def run(
        self,
        spec: FunctionSpec,
        payload: bytes,
        *,
        arn: str,
        request_id: str | None = None,
        client_context: str | None = None,
    ) -> Answer:
        """The function's answer to one event, function errors included.

        Raises:
            AwsError: It was throttled, or its code or layer is unusable.
        """
        request_id = request_id or str(uuid4())
        try:
            process, cold = self._pool.acquire(spec)
        except AwsError as error:
            if error.code == "TooManyRequestsException":
                self.statistics.throttled(spec.region, spec.name)
                self._metrics.throttled(spec, arn)
            raise
        except FailedStartError as failed:
            return self._failed_start(spec, arn, request_id, failed)
        try:
            with self._metrics.counted(spec):
                outcome = process.run(payload, request_id, arn, client_context)
        finally:
            self._pool.release(process)
        init_ms = process.init_s * 1000 if cold else None
        answer = self._conclude(spec, process.log_stream, request_id, outcome, init_ms)
        self._metrics.ran(spec, arn, outcome.duration_s * 1000, error=answer.error)
        return answer

    def forget(self, region: str, name: str) -> None:
        """Ends the warm processes of a function that was deleted."""
        self._pool.forget(region, name)

    def close(self) -> None:
        """Ends every process."""
        self._pool.close()

    def _start(self, spec: FunctionSpec) -> FunctionProcess:
        layers = [self._unpacker.folder(layer) / "python" for layer in spec.layers]
        folders: list[Path] = [self._unpacker.folder(spec.code), *layers]
        credentials = self._context.credentials(spec.role_arn, spec.name, spec.region)
        return FunctionProcess(spec, self._setting, credentials, folders)

    def _conclude(
        self, spec: FunctionSpec, stream: str, request_id: str, outcome: Outcome, init_ms: float | None
    ) -> Answer:
        payload, error = _answer(spec, request_id, outcome)
        duration_ms = outcome.duration_s * 1000
        status = {"timeout": "timeout", "memory": "error\tError Type: Runtime.OutOfMemory"}.get(outcome.killed or "")
        if status is None and outcome.killed:
            status = "error\tError Type: Runtime.ExitError"
        lines = framed(
            outcome.lines,
            request_id=request_id,
            spec=spec,
            duration_ms=duration_ms,
            init_ms=init_ms,
            peak_mb=outcome.peak_mb,
            status=status,
        )
        self._journal.write(spec, stream, lines)
        self._record(spec, duration_ms, init_ms, outcome.peak_mb, error=error)
        return Answer(payload, error, spec.version, request_id, lines)

    def _failed_start(self, spec: FunctionSpec, arn: str, request_id: str, failed: FailedStartError) -> Answer:
        lines = framed(
            failed.lines,
            request_id=request_id,
            spec=spec,
            duration_ms=0.0,
            init_ms=0.0,
            peak_mb=0,
            status=f"error\tError Type: {failed.error.get('errorType')}",
        )
        stream = time.strftime("%Y/%m/%d/", time.gmtime()) + f"[{spec.version}]{uuid4().hex}"
        self._journal.write(spec, stream, lines)
        self._record(spec, 0.0, 0.0, 0, error=True)
        self._metrics.ran(spec, arn, 0.0, error=True)
        return Answer(json.dumps(dict(failed.error)).encode(), True, spec.version, request_id, lines)

    def _record(
        self, spec: FunctionSpec, duration_ms: float, init_ms: float | None, peak_mb: int, *, error: bool
    ) -> None:
        self.statistics.ran(
            spec.region,
            spec.name,
            duration_ms=duration_ms,
            init_ms=init_ms,
            peak_mb=peak_mb,
            memory_mb=spec.memory_mb,
            error=error,
        )


def _answer(spec: FunctionSpec, request_id: str, outcome: Outcome) -> tuple[bytes, bool]:
    """Payload and whether it is an error, in the words of Lambda."""
    if outcome.result is not None:
        if len(outcome.result.payload) > MAX_RESPONSE_BYTES:
            message = f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes)."
            return _error("Function.ResponseSizeTooLarge", message), True
        return outcome.result.payload, outcome.result.error
    if outcome.killed == "timeout":
        message = f"RequestId: {request_id} Error: Task timed out after {spec.timeout_s:.2f} seconds"
        return _error("Sandbox.Timedout", message), True
    if outcome.killed == "memory":
        message = f"RequestId: {request_id} Error: Runtime exited with error: signal: killed"
        return _error("Runtime.OutOfMemory", message), True
    reason = _exit_reason(outcome.exit_code)
    return _error("Runtime.ExitError", f"RequestId: {request_id} Error: {reason}"), True


def _exit_reason(code: int | None) -> str:
    if code == 0:
        return "Runtime exited without providing a reason"
    return f"Runtime exited with error: {'signal: killed' if code is not None and code < 0 else f'exit status {code}'}"


def _error(kind: str, message: str) -> bytes:
    error: Mapping[str, Any] = {"errorType": kind, "errorMessage": message}
    return json.dumps(error).encode()
