"""Starts the pack as the engine's language host does, and speaks the Analyzer protocol with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

PACK = Path(__file__).parents[2] / "policies"
SIGNATURE = "4dabf18193072939515e22adb298388d"
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
EMPTY = empty_pb2.Empty()
REMINDERS = 10
"""Signals that a process may miss before it is killed."""


def secret(value: object) -> dict[str, object]:
    """A secret as it travels."""
    return {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": value}


def asset(path: str) -> dict[str, object]:
    """An archive as it travels."""
    return {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "path": path}


def urn(token: str, name: str) -> str:
    """An URN of the test stack."""
    return f"urn:pulumi:test::project::{token}::{name}"


def request(token: str, props: Mapping[str, object], name: str = "thing") -> analyzer_pb2.AnalyzeRequest:
    """An Analyze request, with a provider whose properties nobody should have to decode."""
    provider = analyzer_pb2.AnalyzerProviderResource(
        type="pulumi:providers:aws", urn=urn("pulumi:providers:aws", "p"), name="p"
    )
    provider.properties.CopyFrom(struct({"region": "us-east-1"}))
    return analyzer_pb2.AnalyzeRequest(
        type=token, urn=urn(token, name), name=name, properties=struct(props), provider=provider
    )


def resource(
    token: str, props: Mapping[str, object], name: str, made_from: Mapping[str, list[str]] | None = None
) -> analyzer_pb2.AnalyzerResource:
    """A resource of an AnalyzeStack request."""
    found = analyzer_pb2.AnalyzerResource(type=token, urn=urn(token, name), name=name, properties=struct(props))
    for key, urns in (made_from or {}).items():
        found.propertyDependencies[key].urns.extend(urns)
    return found


def struct(props: Mapping[str, object]) -> struct_pb2.Struct:
    """Properties as they travel."""
    return json_format.ParseDict(dict(props), struct_pb2.Struct())


@contextmanager
def running(pack: Path = PACK) -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    """The pack as a process of its own, ended afterwards."""
    env = {
        **os.environ,
        "PULUMI_PROJECT": "project",
        "PULUMI_STACK": "test",
        "PULUMI_DRY_RUN": "true",
        "PYTHONPATH": "",
    }
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(pack)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=pack, env=env) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield analyzer_pb2_grpc.AnalyzerStub(channel)
        finally:
            end(process)


def end(process: subprocess.Popen[bytes], patience_s: float = 1.0) -> None:
    """Ends a pack, however little it listens.

    Where coverage.py has a handler for SIGTERM, a signal that comes just before the main thread goes to sleep (the SDK
    lets it sleep for a day) is heard when it wakes. The next one wakes it.
    """
    for _ in range(REMINDERS):
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience_s)
            return
    process.kill()
