"""The process of a training job: started, watched, stopped; its output goes to CloudWatch Logs and to the metrics."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.sagemaker import training_entry
from sandbox.sagemaker.training_rules import ML_ROOT

GRACE_S: Final = 20.0
"""Between SIGTERM and the end. SageMaker gives 120 s; a script that needs longer than this in the sandbox is killed."""

LOG_GROUP: Final = "/aws/sagemaker/TrainingJobs"
FLUSH_S: Final = 0.5
LONGEST_LINE: Final = 4096
KEPT: Final = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """How a script is started.

    Attributes:
        python: Interpreter that plays `python3`.
        root: Folder that plays `/opt/ml`.
        command: ContainerEntrypoint and ContainerArguments.
        environment: Variables of the job.
    """

    python: str
    root: Path
    command: Sequence[str]
    environment: Mapping[str, str]


class TrainingProcess:
    """A running script.

    Args:
        spec: How to start it.
        line: Gets each line of output, from a thread.
    """

    def __init__(self, spec: ProcessSpec, line: Callable[[str], None]) -> None:
        self._line = line
        arguments = [_inside(spec.root, argument) for argument in spec.command[1:]]
        self._process = subprocess.Popen(
            [spec.python, training_entry.__file__, *arguments],
            cwd=spec.root,
            env=_environment(spec),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait(self, seconds: float) -> int | None:
        """Its exit code, or None when it still runs after `seconds`; a signal is 128 more, as in a container."""
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self._reader.join(GRACE_S)
        self._close()
        return code if code >= 0 else 128 - code

    def terminate(self) -> int:
        """SIGTERM, and SIGKILL after `GRACE_S`; the exit code."""
        with contextlib.suppress(OSError):
            self._process.terminate()
        code = self.wait(GRACE_S)
        return self.kill() if code is None else code

    def kill(self) -> int:
        """SIGKILL; the exit code."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        return self.wait(GRACE_S) or 0

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101  # nosec B101
        for raw in self._process.stdout:
            self._line(raw.decode("utf-8", "replace").rstrip("\n")[:LONGEST_LINE])

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class JobLog:
    """Lines of a job: to CloudWatch Logs as the job's role, and through the metric definitions.

    A role that may not write logs trains all the same, as on AWS.

    Args:
        logs: Client of CloudWatch Logs with the role's credentials.
        stream: Name of the log stream.
        definitions: MetricDefinitions.
    """

    def __init__(self, logs: Any, stream: str, definitions: Sequence[Mapping[str, str]]) -> None:
        self._logs = logs
        self._stream = stream
        self._patterns = [(one["Name"], re.compile(one["Regex"])) for one in definitions]
        self._events: list[dict[str, Any]] = []
        self._flushed = time.monotonic()
        self._open = False
        self._lock = threading.Lock()
        self.metrics: dict[str, dict[str, Any]] = {}

    def add(self, line: str) -> None:
        """Takes one line."""
        with self._lock:
            now = time.time()
            self._events.append({"timestamp": int(now * 1000), "message": line or " "})
            for name, pattern in self._patterns:
                for found in pattern.finditer(line):
                    with contextlib.suppress(ValueError, TypeError):
                        self.metrics[name] = {"MetricName": name, "Value": float(found[1]), "Timestamp": now}

    def flush_sometimes(self) -> None:
        """Writes what was not written yet, at most every `FLUSH_S`."""
        if time.monotonic() - self._flushed > FLUSH_S:
            self.flush()

    def flush(self) -> None:
        """Writes what was not written yet."""
        with self._lock:
            events, self._events = self._events, []
            self._flushed = time.monotonic()
            if not events:
                return
            with contextlib.suppress(ClientError, BotoCoreError):
                if not self._open:
                    self._create()
                    self._open = True
                self._logs.put_log_events(logGroupName=LOG_GROUP, logStreamName=self._stream, logEvents=events)

    def _create(self) -> None:
        for create, names in (
            (self._logs.create_log_group, {"logGroupName": LOG_GROUP}),
            (self._logs.create_log_stream, {"logGroupName": LOG_GROUP, "logStreamName": self._stream}),
        ):
            with contextlib.suppress(self._logs.exceptions.ResourceAlreadyExistsException, ClientError):
                create(**names)


def _inside(root: Path, argument: str) -> str:
    """An argument with `/opt/ml` in its front replaced by the job's own folder."""
    return str(root) + argument[len(ML_ROOT) :] if argument.startswith(f"{ML_ROOT}/") else argument


def _environment(spec: ProcessSpec) -> dict[str, str]:
    """The container's own world; one thread, because several jobs share this machine."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {
        **kept,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        **spec.environment,
        "ML_ROOT": str(spec.root),
    }
