"""Starts and stops a sandbox server, one a folder, and never leaves a process behind.

The server of a folder is described by `server.json` in it. A start replaces whatever server that file still names:
asked politely when it answers with the file's token, killed when it is the process that the file describes and does
not answer. A server that was started by `start` ends when the process that started it ends, unless it was detached.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import psutil

from sandbox import engine_home
from sandbox.client import SandboxClient, SandboxClientError

REGION: Final = "us-east-1"
_START_LIMIT_S: Final = 60.0
_STOP_LIMIT_S: Final = 15.0


class SandboxStartError(RuntimeError):
    """The server did not come up; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class ServerRecord:
    """Content of `server.json`."""

    pid: int
    created: float
    port: int
    token: str
    access_key_id: str
    secret_access_key: str = field(repr=False)

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self.port}"


@dataclass
class RunningSandbox:
    """A server that answers; a context manager that stops it at the end."""

    record: ServerRecord
    directory: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Value of AWS_ENDPOINT_URL."""
        return self.record.url

    @property
    def client(self) -> SandboxClient:
        """The admin API of this server."""
        return SandboxClient(self.url)

    def detach(self) -> None:
        """Lets the server live on after this process has ended; `stop(directory)` ends it."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.write(b"d")
            self.process.stdin.flush()

    def stop(self) -> None:
        """Ends the server and all of its processes."""
        stop(self.directory)
        if self.process is not None:
            if self.process.stdin is not None:
                self.process.stdin.close()
            self.process.wait(_STOP_LIMIT_S)

    def __enter__(self) -> RunningSandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start(directory: Path, options: Mapping[str, Any] | None = None) -> RunningSandbox:
    """Starts a server for a folder on a free port and waits until it answers; replaces one that is there.

    Args:
        directory: Folder of the server; made when it is not there.
        options: Members of `SandboxOptions` that differ from their defaults.

    Raises:
        SandboxStartError: It ended, or did not answer within a minute.
    """
    directory = directory.resolve()
    directory.mkdir(parents=True, exist_ok=True)
    stop(directory)
    command = [sys.executable, "-m", "sandbox", "serve", "--dir", str(directory), "--watch-stdin"]
    for name, value in (options or {}).items():
        command += ["--option", f"{name}={value}"]
    root = str(Path(__file__).resolve().parent.parent)
    with (directory / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    return RunningSandbox(_await(process, directory), directory, process)


def attach(directory: Path) -> RunningSandbox | None:
    """The server of a folder when one answers there, else None."""
    record = read_record(directory)
    if record is None or not _answers(record):
        return None
    return RunningSandbox(record, directory)


def stop(directory: Path) -> bool:
    """Ends the server of a folder, however it is; False when there was none."""
    record = read_record(directory)
    if record is None:
        return False
    process = _process(record)
    if process is not None:
        if _answers(record):
            with contextlib.suppress(SandboxClientError):  # it may end before it has answered
                SandboxClient(record.url).stop(record.token)
        else:
            process.kill()  # its functions end with it: they watch a pipe that only it holds
        _end(process)
    (directory / "server.json").unlink(missing_ok=True)
    return process is not None


def read_record(directory: Path) -> ServerRecord | None:
    """`server.json` of a folder; None when there is none, or it is no such file."""
    try:
        return ServerRecord(**json.loads((directory / "server.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_record(directory: Path, record: ServerRecord) -> None:
    """Writes `server.json`, readable by its owner only, in one step."""
    scratch = directory / f"server.json.{os.getpid()}"
    scratch.touch(mode=0o600)
    scratch.write_text(json.dumps(asdict(record)), encoding="utf-8")
    scratch.replace(directory / "server.json")


def environment(running: RunningSandbox) -> dict[str, str]:
    """What any AWS client, and Pulumi, needs to work against this server."""
    state = running.directory / "pulumi"
    state.mkdir(parents=True, exist_ok=True)
    return {
        "AWS_ENDPOINT_URL": running.url,
        "AWS_ACCESS_KEY_ID": running.record.access_key_id,
        "AWS_SECRET_ACCESS_KEY": running.record.secret_access_key,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_PAGER": "",
        "PULUMI_HOME": str(engine_home.prepare(running.directory / "pulumi-home")),
        "PULUMI_BACKEND_URL": f"file://{state}",
        "PULUMI_CONFIG_PASSPHRASE": "sandbox",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        # The engine writes its whole state twice for each resource, in case it is killed. It still writes it when an
        # update ends, fails or is interrupted; and nothing of a sandbox outlives its server.
        "PULUMI_EXPERIMENTAL": "true",
        "PULUMI_SKIP_CHECKPOINTS": "true",
    }


def shell_exports(running: RunningSandbox) -> str:
    """`environment` as lines for a shell to source."""
    lines = ["unset AWS_PROFILE AWS_SESSION_TOKEN"]
    lines += [f"export {name}={shlex.quote(value)}" for name, value in environment(running).items()]
    return "\n".join(lines) + "\n"


def _await(process: subprocess.Popen[bytes], directory: Path) -> ServerRecord:
    limit = time.monotonic() + _START_LIMIT_S
    while time.monotonic() < limit and process.poll() is None:
        record = read_record(directory)
        if record is not None and record.pid == process.pid and _answers(record):
            return record
        time.sleep(0.02)
    state = (
        f"ended with {process.poll()}" if process.poll() is not None else f"did not answer in {_START_LIMIT_S:.0f} s"
    )
    process.kill()
    process.communicate()
    log = (directory / "server.log").read_text(encoding="utf-8", errors="replace")[-4000:]
    raise SandboxStartError(f"the sandbox server {state}; end of {directory / 'server.log'}:\n{log}")


def _answers(record: ServerRecord) -> bool:
    try:
        return bool(SandboxClient(record.url, timeout_s=2.0).health().get("token") == record.token)
    except SandboxClientError:
        return False


def _process(record: ServerRecord) -> psutil.Process | None:
    """The process that a record describes; not one that got its number later."""
    try:
        process = psutil.Process(record.pid)
        return process if abs(process.create_time() - record.created) < 1.0 else None
    except psutil.Error:
        return None


def _end(process: psutil.Process) -> None:
    try:
        process.wait(_STOP_LIMIT_S)
    except psutil.TimeoutExpired:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
            process.wait(_STOP_LIMIT_S)
