"""Containers and hosts without a server: real processes, injected clocks and patience."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lambdas.serving.archive import extract_archive
from sandbox.context import SandboxContext, SandboxOptions
from sandbox.errors import AwsError
from sandbox.sagemaker.artifacts import ArtifactError
from sandbox.sagemaker.container import Container, ContainerError, ContainerSpec, ContainerTimeoutError
from sandbox.sagemaker.hosting import (
    IDLE_UNTIL_FROZEN_S,
    InstanceHost,
    ModelSource,
    PreparedModel,
    ServerlessHost,
    source_of,
)

SLOW = b"import time\ndef predict_fn(data, model):\n    print('x' * 200_000)\n    time.sleep(1)\n    return []\n"
Prepare = Callable[..., PreparedModel]


@pytest.fixture
def prepare(tmp_path: Path, repack: Callable[..., bytes]) -> Prepare:
    def make(handler: bytes | None = None, cold_start_s: float = 0.0) -> PreparedModel:
        (tmp_path / "m.tar.gz").write_bytes(repack({"code/inference.py": handler} if handler else {}))
        extract_archive(tmp_path / "m.tar.gz", tmp_path / "model")
        options = SandboxOptions(cold_start_s=cold_start_s)
        context = SandboxContext(directory=tmp_path, endpoint_url="", python=sys.executable, options=options)
        return PreparedModel(ModelSource("us-east-1", "", "s3://b/k", "test"), tmp_path / "model", context)

    return make


@pytest.fixture
def closing() -> Iterator[list[Any]]:
    hosts: list[Any] = []
    yield hosts
    for host in hosts:
        host.close()


def label(host: Any, png: bytes) -> int:
    return int(json.loads(host.invoke(png, "image/png", "").answer.body)["label"])


def test_a_call_gives_up_on_a_cold_start_that_goes_on(
    prepare: Prepare, closing: list[Any], png: bytes, helpers: Callable[..., Any]
) -> None:
    host = ServerlessHost(prepare(cold_start_s=0.3), {"MaxConcurrency": 4}, patience_s=0.05)
    closing.append(host)
    with pytest.raises(AwsError) as caught:
        label(host, png)
    assert (caught.value.code, caught.value.status) == ("ModelNotReadyException", 429)

    def served() -> bool:
        try:
            return label(host, png) == 0
        except AwsError:
            return False

    helpers(served, "the cold start that went on")


def test_idleness_freezes_a_serverless_container(prepare: Prepare, closing: list[Any], png: bytes) -> None:
    now = [0.0]
    host = ServerlessHost(prepare(), {"MaxConcurrency": 1}, clock=lambda: now[0])
    closing.append(host)
    assert label(host, png) == 0
    first = host._container
    now[0] += IDLE_UNTIL_FROZEN_S - 1
    assert label(host, png) == 0
    assert host._container is first
    now[0] += IDLE_UNTIL_FROZEN_S + 1
    assert label(host, png) == 0
    assert host._container is not first


def test_provisioned_concurrency_is_warm_from_the_start(prepare: Prepare, closing: list[Any], png: bytes) -> None:
    now = [0.0]
    host = ServerlessHost(prepare(), {"MaxConcurrency": 1, "ProvisionedConcurrency": 1}, clock=lambda: now[0])
    closing.append(host)
    first = host._container
    now[0] += 10 * IDLE_UNTIL_FROZEN_S
    assert label(host, png) == 0
    assert host._container is first


def test_a_serverless_container_that_died_is_started_again(
    prepare: Prepare, closing: list[Any], png: bytes, helpers: Callable[..., Any]
) -> None:
    host = ServerlessHost(prepare(), {"MaxConcurrency": 1, "ProvisionedConcurrency": 1})
    closing.append(host)
    container = host._container
    assert container is not None
    os.kill(container.pid, signal.SIGKILL)
    helpers(lambda: not container.alive, "its end")
    assert label(host, png) == 0


def test_a_cold_start_that_fails_is_the_callers_error(prepare: Prepare, closing: list[Any], png: bytes) -> None:
    prepared = prepare()
    host = ServerlessHost(prepared, {"MaxConcurrency": 1})
    closing.append(host)
    (prepared.folder / "model.onnx").unlink()
    for _ in range(2):
        with pytest.raises(ContainerError, match="ping health check"):
            label(host, png)


def test_a_dead_instance_is_an_error_not_a_hang(prepare: Prepare, closing: list[Any], png: bytes) -> None:
    host = InstanceHost(prepare())
    closing.append(host)
    assert label(host, png) == 0
    os.kill(host._container.pid, signal.SIGKILL)
    with pytest.raises(ContainerError, match="closed the connection"):
        label(host, png)
    assert host.freeze() is False


def test_a_slow_model_is_cut_off_and_its_prints_block_nothing(prepare: Prepare, png: bytes) -> None:
    container = prepare(SLOW).start()
    try:
        with pytest.raises(ContainerTimeoutError, match=r"no answer within 0\.1 s"):
            container.invoke(png, "image/png", "", 0.1)
        assert container.invoke(png, "image/png", "", 10).body == b"[]"
    finally:
        container.stop()
    assert not container.alive


def test_retiring_waits_for_the_request_that_runs(prepare: Prepare, png: bytes, helpers: Callable[..., Any]) -> None:
    container = prepare(SLOW).start()
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.append(container.invoke(png, "image/png", "", 10).status))
    thread.start()
    helpers(lambda: container._active == 1, "the request")
    container.retire()
    thread.join()
    assert answers == [200]
    assert not container.alive


def test_a_container_that_never_gets_ready_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "inference.py").write_text("import time\ntime.sleep(30)\n")
    spec = ContainerSpec(sys.executable, tmp_path, tmp_path / "log", {}, ready_s=0.5)
    with pytest.raises(ContainerError, match=r"within 0\.5 s"):
        Container(spec)


def test_an_interpreter_that_cannot_start_says_why(tmp_path: Path) -> None:
    spec = ContainerSpec("/bin/false", tmp_path, tmp_path / "log", {})
    with pytest.raises(ContainerError, match="ended before it listened: no output"):
        Container(spec)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ({"ModelName": "m", "Containers": [{}, {}]}, "has 2 containers"),
        ({"ModelName": "m", "PrimaryContainer": {"Image": "i"}}, "has no ModelDataUrl"),
    ],
)
def test_models_that_cannot_be_started_are_explained(model: dict[str, Any], said: str) -> None:
    with pytest.raises(ArtifactError, match=said):
        source_of(model, "us-east-1", "e")
