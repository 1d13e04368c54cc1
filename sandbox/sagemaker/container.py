"""A model container: `python -m lambdas.serving.server` in its own process, spoken to over its HTTP contract.

One process stands for all instances (or all copies) of a variant: it answers in parallel, and what callers can see of
several instances is their count, which the records hold.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import queue
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
STOP_S: Final = 5.0
PING_EVERY_S: Final = 0.02
LOG_TAIL: Final = 400


class ContainerError(RuntimeError):
    """The container did not start, or did not pass its health check; the text is what SageMaker would say."""


class ContainerTimeoutError(ContainerError):
    """The container did not answer in time."""


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What the container said: HTTP status, content type, body."""

    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class ContainerSpec:
    """How a container is started.

    Attributes:
        python: Interpreter.
        model_dir: Folder of the extracted archive.
        log: File that gets its output.
        environment: The model's own variables.
        ready_s: Seconds until `/ping` must answer 200, > 0.
    """

    python: str
    model_dir: Path
    log: Path
    environment: Mapping[str, str]
    ready_s: float = 180.0


class Container:
    """A running container; started and ready once the constructor returns.

    Args:
        spec: How to start it.

    Raises:
        ContainerError: It ended, or `/ping` did not answer in time; no process is left behind.
    """

    def __init__(self, spec: ContainerSpec) -> None:
        self._spec = spec
        self._pool: queue.LifoQueue[http.client.HTTPConnection] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._active = 0
        self._retired = False
        with spec.log.open("ab") as log:
            self._process = subprocess.Popen(
                [spec.python, "-m", "lambdas.serving.server", "serve", "--host", "127.0.0.1", "--supervised"],
                cwd=spec.model_dir,
                env=_environment(spec),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        try:
            self._port = self._await_ready()
        except BaseException:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def invoke(self, body: bytes, content_type: str, accept: str, timeout_s: float) -> ModelAnswer:
        """`POST /invocations`.

        Raises:
            ContainerTimeoutError: No answer within `timeout_s`.
            ContainerError: The process is gone.
        """
        with self._lock:
            self._active += 1
        try:
            return self._exchange(body, {"Content-Type": content_type, "Accept": accept}, timeout_s)
        finally:
            with self._lock:
                self._active -= 1
                last = self._retired and self._active == 0
            if last:
                self.stop()

    def retire(self) -> None:
        """Stops the process as soon as the requests that run in it are answered."""
        with self._lock:
            self._retired = True
            idle = self._active == 0
        if idle:
            self.stop()

    def stop(self) -> None:
        """Ends the process now; may be called more than once."""
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        while True:
            try:
                self._pool.get_nowait().close()
            except queue.Empty:
                return

    def _exchange(self, body: bytes, headers: Mapping[str, str], timeout_s: float) -> ModelAnswer:
        pooled = True
        try:
            connection = self._pool.get_nowait()
        except queue.Empty:
            connection, pooled = self._connect(), False
        try:
            return self._send(connection, body, headers, timeout_s)
        except TimeoutError as error:
            connection.close()
            raise ContainerTimeoutError(f"no answer within {timeout_s:g} s") from error
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            if pooled and self.alive:  # the container closes connections that were idle too long
                return self._exchange(body, headers, timeout_s)
            raise ContainerError(f"the container closed the connection: {error}") from error

    def _send(
        self, connection: http.client.HTTPConnection, body: bytes, headers: Mapping[str, str], timeout_s: float
    ) -> ModelAnswer:
        connection.timeout = timeout_s
        if connection.sock is not None:
            connection.sock.settimeout(timeout_s)
        connection.request("POST", "/invocations", body, dict(headers))
        answer = connection.getresponse()
        data = answer.read()
        if answer.will_close:
            connection.close()
        else:
            self._pool.put(connection)
        return ModelAnswer(answer.status, answer.headers.get("Content-Type", ""), data)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port)

    def _await_ready(self) -> int:
        deadline = time.monotonic() + self._spec.ready_s
        line = self._process.stdout.readline() if self._process.stdout is not None else b""
        if not line.strip().isdigit():
            raise ContainerError(f"the container ended before it listened: {self._log_tail()}")
        port = int(line)
        while time.monotonic() < deadline:
            if not self.alive:
                raise ContainerError(f"did not pass the ping health check: {self._log_tail()}")
            if _ping(port):
                return port
            time.sleep(PING_EVERY_S)
        raise ContainerError(f"did not pass the ping health check within {self._spec.ready_s:g} s")

    def _log_tail(self) -> str:
        lines = self._spec.log.read_text(errors="replace").strip().splitlines()
        return " | ".join(lines[-2:])[-LOG_TAIL:] or "no output"


def _ping(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/ping")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _environment(spec: ContainerSpec) -> dict[str, str]:
    """The container's own world: no AWS credentials, nothing of the sandbox but where Python finds the server."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        **spec.environment,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "SM_MODEL_DIR": str(spec.model_dir),
        "SAGEMAKER_BIND_TO_PORT": "0",
    }
