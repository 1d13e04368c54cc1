"""The Python language host, by itself over gRPC and under the real engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import psutil
import pytest
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

from toolchain import engine, language_host
from toolchain.places import ROOT, VENV
from toolchain.python_runtime import PluginRequirement, PythonRuntime, RuntimeSetupError, plugin_requirements


@pytest.fixture(scope="module")
def host() -> Iterator[tuple[language_pb2_grpc.LanguageRuntimeStub, subprocess.Popen[str]]]:
    """A host process of its own, and a client for it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "toolchain.language_host", "127.0.0.1:1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PULUMI_LANGUAGE_PYTHON_EXEC": __file__},
    )
    assert process.stdout is not None
    port = int(process.stdout.readline())
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield language_pb2_grpc.LanguageRuntimeStub(channel), process
    process.terminate()
    process.wait(10)
    process.stdout.close()


def info(folder: Path, **options: str) -> language_pb2.ProgramInfo:
    struct = struct_pb2.Struct()
    struct.update(options)
    return language_pb2.ProgramInfo(
        root_directory=str(folder), program_directory=str(folder), entry_point=".", options=struct
    )


def test_about_names_the_interpreter_of_the_environment(host, tmp_path: Path) -> None:
    answer = host[0].About(language_pb2.AboutRequest(info=info(tmp_path, virtualenv=str(VENV))))
    assert answer.executable == str(VENV / "bin" / "python")
    assert answer.version == ".".join(map(str, sys.version_info[:3]))


def test_the_aws_plugin_is_required_in_the_version_that_is_installed(host, tmp_path: Path) -> None:
    from importlib.metadata import version

    answer = host[0].GetRequiredPackages(
        language_pb2.GetRequiredPackagesRequest(info=info(tmp_path, virtualenv=str(VENV)))
    )
    found = {package.name: package.version for package in answer.packages}
    assert found["aws"] == f"v{version('pulumi-aws')}"
    assert "pulumi" not in found


def test_a_missing_environment_is_explained_to_the_user(host, tmp_path: Path) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        host[0].About(language_pb2.AboutRequest(info=info(tmp_path, virtualenv="nowhere")))
    assert caught.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert "nowhere has no bin/python" in caught.value.details()


def test_a_plugin_s_output_and_exit_code_are_streamed(host, tmp_path: Path) -> None:
    (tmp_path / "__main__.py").write_text("import sys\nprint('out')\nsys.stderr.write('err')\nsys.exit(7)\n")
    request = language_pb2.RunPluginRequest(
        pwd=str(tmp_path), kind="resource", info=info(tmp_path, virtualenv=str(VENV)), env=["A=b=c"]
    )
    messages = list(host[0].RunPlugin(request))
    assert b"".join(message.stdout for message in messages) == b"out\n"
    assert b"".join(message.stderr for message in messages) == b"err"
    assert messages[-1].exitcode == 7


def test_install_makes_the_environment_and_says_what_it_runs(host, tmp_path: Path) -> None:
    answers = host[0].InstallDependencies(
        language_pb2.InstallDependenciesRequest(directory=str(tmp_path), info=info(tmp_path, virtualenv="env"))
    )
    printed = b"".join(answer.stdout for answer in answers).decode()
    assert (tmp_path / "env" / "bin" / "python").exists()
    assert "-m venv" in printed


def test_the_program_dependencies_are_the_installed_packages(host, tmp_path: Path) -> None:
    answer = host[0].GetProgramDependencies(
        language_pb2.GetProgramDependenciesRequest(info=info(tmp_path, virtualenv=str(VENV)))
    )
    assert "pulumi" in {dependency.name for dependency in answer.dependencies}


def test_handshake_cancel_and_prompts_answer(host) -> None:
    host[0].Handshake(language_pb2.LanguageHandshakeRequest(engine_address="127.0.0.1:2"))
    assert not host[0].RuntimeOptionsPrompts(language_pb2.RuntimeOptionsRequest()).prompts
    host[0].Cancel(empty_pb2.Empty())
    assert host[0].GetPluginInfo(empty_pb2.Empty()).version.startswith("3.")


def test_code_generation_is_refused_by_name(host) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        host[0].GenerateProject(language_pb2.GenerateProjectRequest())
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_an_interrupt_ends_the_host_at_once_and_quietly() -> None:
    """The engine ends plugins with SIGINT and would wait five seconds for one that ignores it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "toolchain.language_host", "127.0.0.1:1"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PULUMI_LANGUAGE_PYTHON_EXEC": __file__},
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(2)
    _, printed = process.communicate(timeout=4)
    assert process.returncode == 0
    assert printed == b""


def test_the_host_does_not_outlive_an_engine_that_was_killed() -> None:
    starter = (
        "import subprocess, sys; p = subprocess.Popen([sys.executable, '-m', 'toolchain.language_host', '127.0.0.1:1'],"
        " stdout=subprocess.PIPE); p.stdout.readline(); print(p.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PULUMI_LANGUAGE_PYTHON_EXEC": __file__},
    ) as engine_process:
        assert engine_process.stdout is not None
        host_process = psutil.Process(int(engine_process.stdout.readline()))
        engine_process.kill()
    host_process.wait(10)
    assert not host_process.is_running()


def test_without_the_executor_the_message_says_what_to_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PULUMI_LANGUAGE_PYTHON_EXEC", raising=False)
    with pytest.raises(SystemExit, match=r"\. \.venv/pulumi\.env"):
        language_host.serve([])


def test_a_plugin_requirement_is_read_from_the_package_s_own_declaration() -> None:
    declared = {
        "pulumi-aws": ("7.1.0", json.dumps({"resource": True, "name": "aws", "version": "7.1.0"})),
        "pulumi-x": ("1.0.0", json.dumps({"resource": True, "server": "https://example.invalid"})),
        "lib": ("1.0.0", json.dumps({"resource": False})),
        "plain": ("2.0.0", None),
    }
    assert plugin_requirements(declared) == [
        PluginRequirement("aws", "v7.1.0", ""),
        PluginRequirement("x", "v1.0.0", "https://example.invalid"),
    ]


def test_without_an_environment_path_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeSetupError, match="no python3 on PATH"):
        _ = PythonRuntime.of(str(tmp_path), {}).python


@pytest.mark.engine
@pytest.mark.xdist_group("engine-apart")
def test_the_engine_runs_a_program_through_the_host(tmp_path: Path) -> None:
    """Preview, up, refresh and destroy of a program without resources, and a program that fails."""
    found = engine.ensure()
    (tmp_path / "Pulumi.yaml").write_text(f"name: host\nruntime: {{name: python, options: {{virtualenv: {VENV}}}}}\n")
    (tmp_path / "__main__.py").write_text(
        "import pulumi\npulumi.export('sum', 1 + int(pulumi.Config().require('n')))\n"
    )
    (tmp_path / "state").mkdir()
    environment = {
        **os.environ,
        "PATH": f"{found.folder}:{os.environ['PATH']}",
        "INFERENCE_PLATFORM_ROOT": str(ROOT),
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_BACKEND_URL": f"file://{tmp_path / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_LANGUAGE_PYTHON_EXEC": str(found.executor or ""),
    }

    def pulumi(*arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    pulumi("stack", "init", "s")
    assert "missing required configuration variable 'host:n'" in pulumi("preview", "-s", "s", code=1).lower()
    pulumi("config", "set", "n", "41", "-s", "s")
    assert "from $PATH" not in pulumi("up", "-s", "s", "--yes", "--skip-preview")
    assert pulumi("stack", "output", "sum", "-s", "s").strip() == "42"
    pulumi("refresh", "-s", "s", "--yes")
    pulumi("destroy", "-s", "s", "--yes")
