"""Lambda's Runtime API for one execution environment: hands out invocations, takes results back.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.request import AwsResponse
from sandbox.wire import ConnectionDroppedError, LoopbackServer, RawRequest

_PREFIX: Final = "/2018-06-01/runtime/"
_ACCEPTED: Final = AwsResponse.of_json({"status": "OK"}, status=202, content_type="application/json")


@dataclass(frozen=True, slots=True)
class Invocation:
    """One event on its way to the function.

    Attributes:
        request_id: Identifies it.
        payload: JSON text of the event.
        arn: Function ARN as it was invoked, qualifier kept.
        deadline_ms: When it will be killed, milliseconds since the epoch.
        client_context: As the caller gave it (base64), or None.
    """

    request_id: str
    payload: bytes
    arn: str
    deadline_ms: int
    client_context: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What the function sent back; `error` is True for an exception."""

    payload: bytes
    error: bool


@dataclass
class RuntimeApi:
    """Serves one process; one invocation at a time.

    Attributes:
        ready: Set while the process waits for its next invocation.
        init_error: What the process reported when its start failed.
    """

    ready: threading.Event = field(default_factory=threading.Event)
    init_error: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._pending: Invocation | None = None
        self._result: Result | None = None
        self._closed = False
        self._server = LoopbackServer(self._exchange)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="runtime-api", daemon=True).start()

    @property
    def address(self) -> str:
        """Value of AWS_LAMBDA_RUNTIME_API."""
        return f"127.0.0.1:{self._server.port}"

    def submit(self, invocation: Invocation) -> None:
        """Hands an event to the waiting process."""
        with self._changed:
            self._pending, self._result = invocation, None
            self.ready.clear()
            self._changed.notify_all()

    def wait_result(self, seconds: float) -> Result | None:
        """The result, or None when none came in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._result is not None, seconds)
            return self._result

    def close(self) -> None:
        """Stops serving; a waiting process is let go without an event."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    def _exchange(self, raw: RawRequest) -> AwsResponse:
        path = raw.path.removeprefix(_PREFIX)
        if path == "invocation/next":
            return self._next()
        if path == "init/error":
            self.init_error = json.loads(raw.body or b"{}")
            return _ACCEPTED
        if path.endswith(("/response", "/error")):
            self._take(Result(raw.body, error=path.endswith("/error")))
            return _ACCEPTED
        return AwsResponse(status=404)

    def _next(self) -> AwsResponse:
        with self._changed:
            self.ready.set()
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._pending is not None or self._closed)
            invocation, self._pending = self._pending, None
        if invocation is None:
            raise ConnectionDroppedError
        trace = f"{invocation.request_id[:8]}-{invocation.request_id.replace('-', '')[:24]}"
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.arn,
            "Lambda-Runtime-Trace-Id": f"Root=1-{trace}",
        }
        if invocation.client_context:
            headers["Lambda-Runtime-Client-Context"] = invocation.client_context
        return AwsResponse(headers=headers, body=invocation.payload)

    def _take(self, result: Result) -> None:
        with self._changed:
            self._result = result
            self._changed.notify_all()
