"""One execution environment: a child process that runs one version of a function, one event at a time."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import psutil

from sandbox.context import Credentials
from sandbox.runtime import bootstrap
from sandbox.runtime.api import Invocation, Result, RuntimeApi
from sandbox.runtime.output import OutputPipe
from sandbox.runtime.spec import FunctionSpec

# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib: 10 s, after which
# AWS starts once more with the function's own timeout. One start with both in a row comes to the same.
INIT_LIMIT_S: Final = 10.0
# How often a running function's memory is looked at, in seconds.
_WATCH_S: Final = 0.05
_MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for every process of this server."""

    python: str
    endpoint_url: str
    runtime: Path
    scratch: Path


class FailedStartError(Exception):
    """The process ended, or reported an error, before it took its first event."""

    def __init__(self, error: Mapping[str, Any], lines: list[str]) -> None:
        super().__init__(str(error.get("errorMessage")))
        self.error = error
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one event went.

    Attributes:
        result: What the function sent, or None when it was killed or died.
        duration_s: From handing over the event to its end.
        peak_mb: Highest resident memory of the process so far, MiB.
        killed: Why it was killed: `timeout`, `memory`, `exit`, or None.
        exit_code: Of a process that ended, negative for a signal.
        lines: What it printed.
    """

    result: Result | None
    duration_s: float
    peak_mb: int
    killed: str | None
    exit_code: int | None
    lines: list[str]


class FunctionProcess:
    """A process of `spec`; started at construction, alive until `close`.

    Args:
        spec: What to run.
        setting: Where.
        credentials: Of the execution role.
        folders: Code folder first, then layers' `python` folders.

    Raises:
        FailedStartError: It could not be started.
    """

    def __init__(self, spec: FunctionSpec, setting: Setting, credentials: Credentials, folders: Sequence[Path]) -> None:
        self.spec = spec
        started = time.monotonic()
        today = datetime.now(UTC).strftime("%Y/%m/%d")
        self.log_stream = f"{today}/[{spec.version}]{uuid4().hex}"
        self._api = RuntimeApi()
        self._output = OutputPipe()
        self._scratch = Path(tempfile.mkdtemp(prefix=f"{spec.name[:20]}-", dir=setting.scratch))
        paths = [str(path) for path in (*folders, setting.runtime)]
        self._process = subprocess.Popen(
            [setting.python, "-I", "-S", "-u", bootstrap.__file__, *paths],
            cwd=folders[0],
            env=self._variables(setting, credentials, folders[0]),
            stdin=subprocess.PIPE,
            stdout=self._output.write_end,
            stderr=self._output.write_end,
        )
        self._output.started()
        self._await_start(started)
        self.init_s = time.monotonic() - started

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def run(self, payload: bytes, request_id: str, arn: str, client_context: str | None) -> Outcome:
        """Runs one event to its end: an answer, the timeout, too much memory, or the end of the process."""
        started = time.monotonic()
        deadline = started + self.spec.timeout_s
        deadline_ms = int((time.time() + self.spec.timeout_s) * 1000)
        self._api.submit(Invocation(request_id, payload, arn, deadline_ms, client_context))
        killed: str | None = None
        result: Result | None = None
        while result is None and killed is None:
            result = self._api.wait_result(min(_WATCH_S, max(deadline - time.monotonic(), 0.0)))
            killed = None if result is not None else self._trouble(deadline)
        duration = time.monotonic() - started
        if killed is None:
            # The environment is free, and its output complete, when it asks for the next event.
            self._api.ready.wait(1.0)
            if self.peak_mb() > self.spec.memory_mb:
                killed, result = "memory", None
        peak = self.peak_mb()
        if killed is not None:
            self._kill()
        return Outcome(result, duration, peak, killed, self._process.returncode, self._output.take())

    def peak_mb(self) -> int:
        """Highest resident memory so far, in MiB; 0 when the process is gone."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace")
            found = [line for line in status.splitlines() if line.startswith("VmHWM:")]
            if found:
                return int(found[0].split()[1]) // 1024
            return int(psutil.Process(self.pid).memory_info().rss // _MEBIBYTE)
        except (OSError, psutil.Error):
            return 0

    def alive(self) -> bool:
        """Whether it can take another event."""
        return self._process.poll() is None

    def close(self) -> None:
        """Ends the process and removes its scratch folder."""
        self._kill()
        self._api.close()
        if self._process.stdin is not None:
            self._process.stdin.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _trouble(self, deadline: float) -> str | None:
        if self._process.poll() is not None:
            return "exit"
        if time.monotonic() >= deadline:
            return "timeout"
        return "memory" if self.peak_mb() > self.spec.memory_mb else None

    def _kill(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _await_start(self, started: float) -> None:
        limit = started + INIT_LIMIT_S + self.spec.timeout_s
        while not self._api.ready.wait(0.02):
            ended = self._process.poll() is not None
            if self._api.init_error is not None or ended or time.monotonic() > limit:
                self._kill()
                error = self._api.init_error or _start_error(self._process.returncode, ended=ended)
                lines = self._output.take()
                self.close()
                raise FailedStartError(error, lines)

    def _variables(self, setting: Setting, credentials: Credentials, task_root: Path) -> dict[str, str]:
        """Exactly what Lambda sets, the function's own variables, and where this AWS is.

        https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
        """
        spec = self.spec
        return {
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "TMPDIR": str(self._scratch),
            "HOME": str(self._scratch),
            "AWS_EC2_METADATA_DISABLED": "true",
            **spec.variables,
            "_HANDLER": spec.handler,
            "LAMBDA_TASK_ROOT": str(task_root),
            "LAMBDA_RUNTIME_DIR": str(setting.runtime),
            "AWS_REGION": spec.region,
            "AWS_DEFAULT_REGION": spec.region,
            "AWS_ENDPOINT_URL": setting.endpoint_url,
            "AWS_ACCESS_KEY_ID": credentials.access_key_id,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
            "AWS_SESSION_TOKEN": credentials.session_token or "",
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{spec.runtime}",
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
            "AWS_LAMBDA_FUNCTION_NAME": spec.name,
            "AWS_LAMBDA_FUNCTION_VERSION": spec.version,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(spec.memory_mb),
            "AWS_LAMBDA_LOG_GROUP_NAME": spec.log_group,
            "AWS_LAMBDA_LOG_STREAM_NAME": self.log_stream,
            "AWS_LAMBDA_LOG_FORMAT": spec.log_format,
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        }


def _start_error(exit_code: int | None, *, ended: bool) -> dict[str, Any]:
    if not ended:
        return {"errorType": "Sandbox.Timedout", "errorMessage": "Init phase timed out"}
    reason = f"exit status {exit_code}" if exit_code is None or exit_code >= 0 else "signal: killed"
    return {"errorType": "Runtime.ExitError", "errorMessage": f"Error: Runtime exited with error: {reason}"}
