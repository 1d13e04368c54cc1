"""A server starts, is replaced, ends, and leaves no process behind, whatever ended it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest
from botocore.config import Config

from sandbox import lifecycle
from sandbox.lifecycle import RunningSandbox, SandboxStartError, ServerRecord

pytestmark = pytest.mark.server

TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}


def client(running: RunningSandbox, service: str) -> Any:
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=running.url,
        aws_access_key_id=running.record.access_key_id,
        aws_secret_access_key=running.record.secret_access_key,
        config=Config(retries={"total_max_attempts": 1}),
    )


def function_process(running: RunningSandbox, tools: Any) -> psutil.Process:
    """A warm Lambda process of that server."""
    iam, functions = client(running, "iam"), client(running, "lambda")
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=tools.document(TRUST))["Role"]["Arn"]
    code = tools.archive({"h.py": "import os\ndef handler(event, context):\n    return os.getpid()\n"})
    functions.create_function(
        FunctionName="f", Role=role, Runtime="python3.13", Handler="h.handler", Code={"ZipFile": code}
    )
    return psutil.Process(int(functions.invoke(FunctionName="f")["Payload"].read()))


def gone(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def test_a_killed_server_takes_its_functions_with_it_and_a_new_one_replaces_it(tmp_path: Path, tools: Any) -> None:
    first = lifecycle.start(tmp_path)
    child = function_process(first, tools)
    assert first.process is not None

    first.process.send_signal(signal.SIGKILL)
    first.process.communicate()
    tools.eventually(lambda: gone(child), "the function process ends")

    with lifecycle.start(tmp_path) as second:
        assert second.record.token != first.record.token
        assert client(second, "lambda").list_functions()["Functions"] == []
    assert lifecycle.read_record(tmp_path) is None


def test_a_server_that_runs_is_replaced_and_ends_with_its_processes(tmp_path: Path, tools: Any) -> None:
    first = lifecycle.start(tmp_path)
    child = function_process(first, tools)

    with lifecycle.start(tmp_path) as second:
        assert first.process is not None
        first.process.communicate(timeout=10)
        tools.eventually(lambda: gone(child), "the function process ends")
        assert lifecycle.attach(tmp_path) is not None
        assert second.client.health()["pid"] == second.record.pid


def test_a_hanging_server_is_replaced(tmp_path: Path, tools: Any) -> None:
    first = lifecycle.start(tmp_path)
    assert first.process is not None
    first.process.send_signal(signal.SIGSTOP)
    stopped = psutil.Process(first.process.pid)
    tools.eventually(lambda: stopped.status() == psutil.STATUS_STOPPED, "it hangs")

    with lifecycle.start(tmp_path) as second:
        assert second.record.pid != first.record.pid
        first.process.communicate(timeout=10)


def test_a_record_of_another_process_does_it_no_harm(tmp_path: Path) -> None:
    innocent = psutil.Process()
    record = ServerRecord(innocent.pid, innocent.create_time() - 1000, 1, "t", "a", "s")
    lifecycle.write_record(tmp_path, record)

    assert lifecycle.stop(tmp_path) is False
    assert lifecycle.read_record(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"pid": 1}', "\x00"])
def test_a_broken_record_is_no_record(tmp_path: Path, text: str) -> None:
    (tmp_path / "server.json").write_text(text)

    assert lifecycle.read_record(tmp_path) is None


def test_the_server_ends_when_its_parent_does(tmp_path: Path, tools: Any) -> None:
    code = (
        "import sys, os; from pathlib import Path; from sandbox import lifecycle\n"
        f"lifecycle.start(Path({str(tmp_path)!r})); os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False, cwd=os.getcwd(), timeout=60)

    tools.eventually(lambda: lifecycle.read_record(tmp_path) is None, "the server removed its record")
    assert lifecycle.attach(tmp_path) is None


def test_a_detached_server_lives_on_until_it_is_stopped(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from sandbox import lifecycle\n"
        f"lifecycle.start(Path({str(tmp_path)!r})).detach(); os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=os.getcwd(), timeout=60)
    running = lifecycle.attach(tmp_path)
    assert running is not None

    shown = subprocess.run(
        [sys.executable, "-m", "sandbox", "env", "--dir", str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert f"export AWS_ENDPOINT_URL={running.url}" in shown.stdout
    assert lifecycle.stop(tmp_path) is True
    assert lifecycle.stop(tmp_path) is False


def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    running = lifecycle.start(tmp_path)
    assert running.process is not None
    running.process.send_signal(signal.SIGINT)
    running.process.communicate(timeout=10)

    assert running.process.returncode == 0
    assert lifecycle.read_record(tmp_path) is None
    assert "starts anew" in (tmp_path / "server.log").read_text()


def test_a_start_that_fails_shows_the_log(tmp_path: Path) -> None:
    with pytest.raises(SandboxStartError, match="cold_start_s is -1"):
        lifecycle.start(tmp_path, {"cold_start_s": -1})


def test_the_environment_hides_other_credentials(sandbox_server: RunningSandbox) -> None:
    exports = lifecycle.shell_exports(sandbox_server)
    variables = lifecycle.environment(sandbox_server)

    assert exports.startswith("unset AWS_PROFILE AWS_SESSION_TOKEN\n")
    assert variables["AWS_CONFIG_FILE"] == os.devnull
    assert variables["PULUMI_BACKEND_URL"].startswith("file://")
    assert json.dumps(variables)
    assert oct((sandbox_server.directory / "server.json").stat().st_mode & 0o777) == "0o600"
