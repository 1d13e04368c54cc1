"""What answers behind an endpoint: a variant on instances, a serverless variant, or the copies of a component.

Limits: real-time body 6,291,456 B (botocore's service model), serverless body 4 MB and 60 s for both
(https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html, API_runtime_InvokeEndpoint).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.sagemaker.artifacts import ArtifactError, fetch_model
from sandbox.sagemaker.container import Container, ContainerSpec, ModelAnswer

REALTIME_BODY_BYTES: Final = 6_291_456
SERVERLESS_BODY_BYTES: Final = 4 * 1024 * 1024
MODEL_TIMEOUT_S: Final = 60.0
IDLE_UNTIL_FROZEN_S: Final = 300.0
"""How long a serverless container stays warm; AWS does not say, minutes were seen."""


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Everything that is needed to start a model's container.

    Attributes:
        region: Where.
        role_arn: Execution role that reads the archive.
        url: S3 URI of the archive.
        environment: Variables of the container.
        owner: Endpoint, component or job that it is for; part of the log's name.
    """

    region: str
    role_arn: str
    url: str
    owner: str
    environment: Mapping[str, str] = field(default_factory=dict)

    def prepare(self, context: SandboxContext) -> PreparedModel:
        """Downloads and unpacks the archive.

        Raises:
            ArtifactError: No access, no such object, or a refused archive.
        """
        return PreparedModel(self, fetch_model(context, self.region, self.role_arn, self.url), context)


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """An unpacked archive whose container can be started any number of times."""

    source: ModelSource
    folder: Path
    context: SandboxContext

    def start(self) -> Container:
        """A ready container.

        Raises:
            ContainerError: It does not start or does not become healthy.
        """
        logs = self.context.directory / "logs"
        logs.mkdir(exist_ok=True)
        log = logs / f"{self.source.region}-{self.source.owner}.log"
        return Container(ContainerSpec(self.context.python, self.folder, log, self.source.environment))


def source_of(model: Mapping[str, Any], region: str, owner: str, role_arn: str = "") -> ModelSource:
    """How to start the model of a record.

    Args:
        model: Fields of the model's record.
        region: Where.
        owner: Endpoint, component or job.
        role_arn: Instead of the model's own execution role.

    Raises:
        ArtifactError: A model that the sandbox cannot start: several containers, or no archive.
    """
    containers = model.get("Containers") or [model.get("PrimaryContainer") or {}]
    if len(containers) != 1:
        raise ArtifactError(f"Model {model['ModelName']} has {len(containers)} containers; the sandbox starts one")
    url = containers[0].get("ModelDataUrl")
    if not url:
        raise ArtifactError(f"Model {model['ModelName']} has no ModelDataUrl; the sandbox loads an archive from S3")
    role = role_arn or str(model.get("ExecutionRoleArn", ""))
    return ModelSource(region, role, str(url), owner, containers[0].get("Environment") or {})


@dataclass(frozen=True, slots=True)
class Served:
    """One answered invocation: what the model said, how long it took, and the cold start before it (0 when warm)."""

    answer: ModelAnswer
    model_s: float
    setup_s: float = 0.0


class Host(Protocol):
    """Answers invocations until it is closed."""

    @property
    def max_body_bytes(self) -> int:
        """Largest body that is taken."""

    def invoke(self, body: bytes, content_type: str, accept: str) -> Served:
        """One invocation.

        Raises:
            AwsError: SageMaker refuses it.
            ContainerError: The container is gone or too slow.
        """

    def freeze(self) -> bool:
        """Makes the next call a cold start; False where there is none to be had."""

    def close(self) -> None:
        """Stops the container once its requests are answered."""


class InstanceHost:
    """A variant on instances: always warm.

    Args:
        model: What it serves.

    Raises:
        ContainerError: It does not start.
    """

    max_body_bytes = REALTIME_BODY_BYTES

    def __init__(self, model: PreparedModel) -> None:
        self._container = model.start()

    @property
    def pid(self) -> int:
        """Process id of the container."""
        return self._container.pid

    def invoke(self, body: bytes, content_type: str, accept: str) -> Served:
        """One invocation."""
        return timed(self._container, body, content_type, accept)

    def freeze(self) -> bool:
        """Instances do not sleep."""
        return False

    def close(self) -> None:
        """Stops the container."""
        self._container.retire()


class ServerlessHost:
    """A serverless variant: one process, started by the first call, gone when idle; at most MaxConcurrency calls.

    AWS starts one environment for each concurrent call; here all share one process, so that concurrent callers wait for
    the same cold start. A cold start goes on when its caller has given up.

    Args:
        model: What it serves.
        config: The variant's ServerlessConfig.
        patience_s: Seconds a call waits for a cold start before `ModelNotReadyException`, > 0.
        clock: Monotonic seconds.

    Raises:
        ContainerError: The model does not pass its health check; AWS tries it before the endpoint is in service.
    """

    max_body_bytes = SERVERLESS_BODY_BYTES

    def __init__(
        self,
        model: PreparedModel,
        config: Mapping[str, Any],
        patience_s: float = MODEL_TIMEOUT_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._patience_s = patience_s
        self._clock = clock
        self._slots = threading.BoundedSemaphore(config["MaxConcurrency"])
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._used = clock()
        self._starting: Future[Container] | None = None
        self._container: Container | None = model.start()
        self._provisioned = config.get("ProvisionedConcurrency", 0) > 0
        if not self._provisioned:
            self.freeze()

    def invoke(self, body: bytes, content_type: str, accept: str) -> Served:
        """One invocation, after a cold start where needed."""
        if not self._slots.acquire(blocking=False):
            raise AwsError("ThrottlingException", "Rate exceeded", 429)
        try:
            container, setup_s = self._warm()
            served = timed(container, body, content_type, accept)
        finally:
            self._used = self._clock()
            self._slots.release()
        return Served(served.answer, served.model_s, setup_s)

    def freeze(self) -> bool:
        """Lets go of the container; also of a provisioned one, which AWS would not do by itself."""
        with self._lock:
            container, self._container = self._container, None
        if container is not None:
            container.retire()
        return True

    def close(self) -> None:
        """Stops the container."""
        self._closed.set()
        self.freeze()

    def _warm(self) -> tuple[Container, float]:
        """The container and, for the call that started it, the seconds that took."""
        idle = not self._provisioned and self._clock() - self._used > IDLE_UNTIL_FROZEN_S
        held = self._container
        if idle or (held is not None and not held.alive):
            self.freeze()
        began = self._clock()
        with self._lock:
            if self._container is not None:
                return self._container, 0.0
            first = self._starting is None
            if self._starting is None:
                self._starting = Future()
                threading.Thread(target=self._start, args=(self._starting,), daemon=True).start()
            starting = self._starting
        try:
            container = starting.result(self._patience_s)
        except TimeoutError:
            raise not_ready() from None
        return container, self._clock() - began if first else 0.0

    def _start(self, starting: Future[Container]) -> None:
        self._closed.wait(self._model.context.options.cold_start_s)
        try:
            container = self._model.start()
        except Exception as error:  # noqa: BLE001  # raised again by every call that waits
            with self._lock:
                self._starting = None
            starting.set_exception(error)
            return
        with self._lock:
            self._container, self._starting, self._used = container, None, self._clock()
        starting.set_result(container)
        if self._closed.is_set():
            self.freeze()


def timed(container: Container, body: bytes, content_type: str, accept: str) -> Served:
    """One invocation of a container and the seconds it took."""
    started = time.perf_counter()
    answer = container.invoke(body, content_type, accept, MODEL_TIMEOUT_S)
    return Served(answer, time.perf_counter() - started)


def not_ready() -> AwsError:
    """The error of a serverless variant whose resources are still being provisioned."""
    return AwsError(
        "ModelNotReadyException",
        "Model is not ready for inference yet. Wait and try your request again.",
        429,
    )
