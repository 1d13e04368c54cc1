"""`pulumi-language-python`, for an engine that was built without it.

Pulumi's releases carry this program; the engine's Go module does not. It serves the engine's `LanguageRuntime`
protocol: it finds the plugins that a program needs, runs programs (through Pulumi's own
`pulumi-language-python-exec`), runs policy packs and other Python plugins, and installs requirements. Code generation
(`pulumi convert`, `package gen-sdk`) is refused by name: no command of this project needs it.

The engine starts this process in a process group of its own, reads the port from the first line on stdout, and ends it
with SIGINT; a host that ignored the signal would hold every command up for the five seconds that the engine allows.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent import futures
from pathlib import Path
from typing import IO, Any

from toolchain._protocol import empty_pb2, grpc, language_pb2, language_pb2_grpc, plugin_pb2, struct_to_dict
from toolchain.python_runtime import PythonRuntime, RuntimeSetupError, plugin_requirements

_ALREADY_EXPLAINED = 32
"""Exit code with which `pulumi-language-python-exec` says that the user has seen a message."""

_SHUTDOWN_GRACE_S = 3.0
_PARENT_CHECK_S = 1.0


def _runtime(info: Any) -> PythonRuntime:
    return PythonRuntime.of(info.root_directory, struct_to_dict(info.options))


class _Children:
    """The processes that must not outlive the host."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def start(self, command: Sequence[str], cwd: str, env: Mapping[str, str], **pipes: Any) -> subprocess.Popen[bytes]:
        # A session of its own: the engine's SIGINT is for the host, which then ends its children in order.
        child = subprocess.Popen(
            command, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, start_new_session=True, **pipes
        )
        with self._lock:
            self._running.add(child)
        return child

    def reap(self, child: subprocess.Popen[bytes]) -> int:
        code = child.wait()
        with self._lock:
            self._running.discard(child)
        return code

    def stop(self) -> None:
        with self._lock:
            children = list(self._running)
        for child in children:
            stop_process(child)


def stop_process(child: subprocess.Popen[bytes]) -> None:
    """Asks a process to end, and insists after a grace period."""
    if child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(_SHUTDOWN_GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """The engine's view of Python.

    Args:
        executor: Path of Pulumi's `pulumi-language-python-exec`.
        engine: Address of the engine, as given on the command line; a handshake may replace it.
    """

    def __init__(self, executor: str, engine: str) -> None:
        self._executor = executor
        self._engine = engine
        self._children = _Children()

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 (the protocol's names)
        """Learns the engine's address where the command line did not give it."""
        self._engine = request.engine_address or self._engine
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Says which SDK this host serves."""
        return plugin_pb2.PluginInfo(version=_sdk_version())

    def GetRequiredPackages(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Lists the resource plugins of the program's installed packages."""
        with _explained(context):
            required = plugin_requirements(_runtime(request.info).distributions())
            packages = [
                plugin_pb2.PackageDependency(name=each.name, kind="resource", version=each.version, server=each.server)
                for each in required
            ]
            return language_pb2.GetRequiredPackagesResponse(packages=packages)

    def Run(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Runs a Pulumi program to its end."""
        with _explained(context):
            runtime = _runtime(request.info)
            command = [runtime.python, "-u", self._executor, *self._arguments(request)]
            environment = runtime.environment(
                {
                    "PULUMI_CONFIG": json.dumps(dict(request.config)),
                    "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
                }
            )
            child = self._children.start(command, request.info.program_directory or request.pwd, environment)
            code = self._children.reap(child)
        if code == 0:
            return language_pb2.RunResponse()
        if code == _ALREADY_EXPLAINED:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"Program exited with non-zero exit code: {code}")

    def _arguments(self, request: Any) -> Iterator[str]:
        named = {
            "monitor": request.monitor_address,
            "engine": self._engine,
            "project": request.project,
            "stack": request.stack,
            "pwd": request.info.program_directory or request.pwd,
            "dry_run": "true" if request.dryRun else "false",
            "parallel": str(request.parallel or 1),
            "organization": request.organization,
            "root_directory": request.info.root_directory,
        }
        for name, value in named.items():
            if value:
                yield f"--{name}={value}"
        yield request.info.entry_point or "."
        yield from request.args

    def RunPlugin(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:  # noqa: N802
        """Runs a policy pack or another plugin written in Python, and streams what it prints."""
        with _explained(context):
            runtime = _runtime(request.info)
            program = request.info.program_directory
            if request.kind == "analyzer":
                command = [runtime.python, "-u", "-m", "pulumi.policy", *request.args, program]
            else:
                command = [runtime.python, "-u", program, *request.args]
            given = dict(line.split("=", 1) for line in request.env if "=" in line)
            child = self._children.start(
                command, request.pwd, runtime.environment(given), stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        context.add_callback(lambda: stop_process(child))
        yield from _streamed(child)
        yield language_pb2.RunPluginResponse(exitcode=self._children.reap(child))

    def InstallDependencies(self, request: Any, context: grpc.ServicerContext) -> Iterator[Any]:  # noqa: N802
        """Installs a program's `requirements.txt` into its environment (`pulumi install`)."""
        options = struct_to_dict(request.info.options)
        with _explained(context):
            runtime = _runtime(request.info)
            for command in runtime.install_command(use_uv=options.get("toolchain") == "uv"):
                yield language_pb2.InstallDependenciesResponse(stdout=f"$ {' '.join(command)}\n".encode())
                child = self._children.start(
                    command, request.directory, os.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE
                )
                for message in _streamed(child):
                    yield language_pb2.InstallDependenciesResponse(stdout=message.stdout, stderr=message.stderr)
                if (code := self._children.reap(child)) != 0:
                    raise RuntimeSetupError(f"`{' '.join(command)}` failed with exit code {code}")

    def About(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Answers `pulumi about`: the interpreter and its version."""
        with _explained(context):
            python = _runtime(request.info).python
            done = subprocess.run([python, "--version"], capture_output=True, text=True, check=False)
            version = (done.stdout or done.stderr).strip().removeprefix("Python ")
            return language_pb2.AboutResponse(executable=python, version=version)

    def GetProgramDependencies(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802
        """Answers `pulumi about`: the packages of the program's environment."""
        with _explained(context):
            installed = _runtime(request.info).distributions()
            return language_pb2.GetProgramDependenciesResponse(
                dependencies=[
                    language_pb2.DependencyInfo(name=name, version=version)
                    for name, (version, _) in sorted(installed.items())
                ]
            )

    def RuntimeOptionsPrompts(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Asks nothing: `Pulumi.yaml` names the environment."""
        return language_pb2.RuntimeOptionsResponse()

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002
        """Ends what is running."""
        self._children.stop()
        return empty_pb2.Empty()

    def stop(self) -> None:
        """Ends what is running, at the end of the host itself."""
        self._children.stop()


def _streamed(child: subprocess.Popen[bytes]) -> Iterator[Any]:
    """What a process prints, in the order in which it arrives."""
    chunks: queue.Queue[Any] = queue.Queue()

    def pump(pipe: IO[bytes], message: Callable[[bytes], Any]) -> None:
        while data := os.read(pipe.fileno(), 65536):
            chunks.put(message(data))
        chunks.put(None)

    if child.stdout is None or child.stderr is None:
        raise ValueError("the process must be started with both pipes")
    response = language_pb2.RunPluginResponse
    for arguments in (
        (child.stdout, lambda data: response(stdout=data)),
        (child.stderr, lambda data: response(stderr=data)),
    ):
        threading.Thread(target=pump, args=arguments, daemon=True).start()
    open_pipes = 2
    while open_pipes:
        message = chunks.get()
        if message is None:
            open_pipes -= 1
        else:
            yield message


class _explained:  # noqa: N801 (used as a statement)
    """Turns a set-up error into the gRPC error that the engine shows to the user."""

    def __init__(self, context: grpc.ServicerContext) -> None:
        self._context = context

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, RuntimeSetupError):
            self._context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))


def _sdk_version() -> str:
    from importlib.metadata import version

    return version("pulumi")


def _executor() -> str:
    """Pulumi's program runner, which set-up puts beside the engine."""
    given = os.environ.get("PULUMI_LANGUAGE_PYTHON_EXEC")
    if given and Path(given).exists():
        return given
    raise SystemExit(
        "pulumi-language-python: PULUMI_LANGUAGE_PYTHON_EXEC does not name pulumi-language-python-exec; "
        "run `make setup`, then `. .venv/pulumi.env`"
    )


def serve(arguments: Sequence[str]) -> None:
    """Serves until the engine ends this process.

    Args:
        arguments: Flags of the engine (ignored) and, last, its address.
    """
    engine = os.getppid()  # asked first: one that is killed while this starts must be seen too
    addresses = [argument for argument in arguments if not argument.startswith("-")]
    host = LanguageHost(_executor(), addresses[-1] if addresses else "")
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=16),
        options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)],
    )
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    ended = threading.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: ended.set())
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while not ended.wait(_PARENT_CHECK_S) and os.getppid() == engine:
        pass  # an engine that was killed sends no signal: then this process has another parent
    host.stop()
    server.stop(grace=None)


if __name__ == "__main__":
    serve(sys.argv[1:])
