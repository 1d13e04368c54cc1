"""What every service of the sandbox may use: settings, clients, events, metrics."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from sandbox.borders import Borders
from sandbox.faults import FaultBook
from sandbox.request import ACCOUNT_ID, AwsResponse
from sandbox.wire import Exchange, RawRequest


@dataclass(frozen=True, kw_only=True)
class SandboxOptions:
    """Speeds and limits; `POST /_sandbox/options` replaces single values while the server runs.

    Attributes:
        cold_start_s: Seconds that a cold serverless endpoint takes before its model runs, >= 0.
        wake_up_s: Seconds from the wake-up of an inference component (0 copies) to its first answer, >= 0.
            On AWS about 560 s were measured.
        endpoint_create_s: Seconds an endpoint stays Creating or Updating, >= 0.
        time_scale: Factor on waits that are minutes on AWS and that nobody observes exactly (delay of asynchronous
            retries, alarm periods), > 0 and <= 1.
        lambda_concurrency: Processes one function may have at once when it reserves none, >= 1.
        alias_seed: Seed of the dice that split calls between the versions of an alias; 0 leaves it to chance.
        replication_lag_s: Seconds until a write to a replica of a global table is in the others, >= 0.
        object_replication_lag_s: Seconds until S3 has copied an object to the bucket that a rule names, >= 0.
        schedules: Whether EventBridge Scheduler fires by the clock (`POST /_sandbox/schedules/<name>/run` always does).
    """

    cold_start_s: float = 2.0
    wake_up_s: float = 4.0
    endpoint_create_s: float = 0.5
    time_scale: float = 0.01
    lambda_concurrency: int = 8
    alias_seed: int = 0
    schedules: bool = True
    replication_lag_s: float = 0.2
    object_replication_lag_s: float = 0.5

    def __post_init__(self) -> None:
        lags = ("replication_lag_s", "object_replication_lag_s")
        for name in ("cold_start_s", "wake_up_s", "endpoint_create_s", *lags):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is {getattr(self, name)}; accepted: a number of seconds >= 0")
        if not 0 < self.time_scale <= 1:
            raise ValueError(f"time_scale is {self.time_scale}; accepted: above 0, at most 1")
        if self.lambda_concurrency < 1:
            raise ValueError(f"lambda_concurrency is {self.lambda_concurrency}; accepted: 1 or more")

    def changed(self, values: Mapping[str, Any]) -> SandboxOptions:
        """A copy with `values` in place.

        Raises:
            ValueError: An unknown name, or a value that is out of range.
        """
        unknown = sorted(set(values) - set(self.__dataclass_fields__))
        if unknown:
            accepted = ", ".join(sorted(self.__dataclass_fields__))
            raise ValueError(f"unknown option {', '.join(unknown)}; accepted: {accepted}")
        return replace(self, **{name: type(getattr(self, name))(value) for name, value in values.items()})


class EventSink(Protocol):
    """Takes an event of an AWS service to the default bus of its region."""

    def emit(
        self, region: str, source: str, detail_type: str, detail: Mapping[str, Any], resources: Sequence[str]
    ) -> None:
        """Delivers asynchronously; returns at once."""


class MetricSink(Protocol):
    """Takes a datum to CloudWatch."""

    def put(
        self, region: str, namespace: str, name: str, value: float, unit: str, dimensions: Mapping[str, str]
    ) -> None:
        """Stores the datum with the present time."""

    def sharpen(self, region: str, namespace: str, name: str, dimensions: Mapping[str, str]) -> None:
        """Makes it a high-resolution metric: its data can be read by the second."""

    def is_sharp(self, region: str, namespace: str, name: str, dimensions: Mapping[str, str]) -> bool:
        """Whether it is a high-resolution metric."""


class ClientFactory(Protocol):
    """Makes boto3 clients against the sandbox itself."""

    def client(self, service: str, region: str, role_arn: str | None) -> Any:
        """A cached client: the deployer's, or with credentials of `role_arn`, so that IAM is enforced."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Keys as boto3 takes them; `session_token` is None for a user's."""

    access_key_id: str
    secret_access_key: str
    session_token: str | None = None


class SessionFactory(Protocol):
    """Makes credentials of roles."""

    def of(self, role_arn: str, session_name: str, home: str | None = None) -> Credentials:
        """Credentials of an assumed role, valid for at least half an hour; `home` is the region of who holds them."""


class SandboxContext:
    """Handed to every service when it is made.

    Attributes:
        directory: Folder for files of this run; emptied at each start.
        endpoint_url: Where the server listens.
        python: Interpreter that child processes use.
        account_id: The one account.
        log: Logger of the sandbox.
        borders: Which regions stand and reach each other.
        options: Present options; read it each time, it is replaced while the server runs.
        access_points: S3 access point aliases and the ARN of each, filled by the service that plays access points: IAM
            then checks `arn:aws:s3:<region>:<account>:accesspoint/<name>[/object/<key>]` where a call names the alias.
    """

    def __init__(
        self,
        *,
        directory: Path,
        endpoint_url: str,
        python: str,
        options: SandboxOptions,
        borders: Borders | None = None,
    ) -> None:
        self.directory = directory
        self.endpoint_url = endpoint_url
        self.python = python
        self.options = options
        self.borders = borders or Borders(FaultBook())
        self.account_id = ACCOUNT_ID
        self.log = logging.getLogger("sandbox")
        self.access_points: dict[str, str] = {}
        self.exchange: Exchange | None = None
        self.sessions: SessionFactory | None = None
        self.clients: ClientFactory | None = None
        self.events: EventSink | None = None
        self.metrics: MetricSink | None = None

    def client(self, service: str, region: str, role_arn: str | None = None) -> Any:
        """A boto3 client against this server.

        Args:
            service: boto3's service name.
            region: Region name.
            role_arn: Role to assume; None calls as the deployer.
        """
        if self.clients is None:
            raise RuntimeError("SandboxContext.client was called before the server was up; call it from handle()")
        return self.clients.client(service, region, role_arn)

    def answer(self, raw: RawRequest) -> AwsResponse:
        """The front's answer to a request, as a caller on the wire would get it.

        Raises:
            ConnectionDroppedError: A fault says that there is none.
        """
        if self.exchange is None:
            raise RuntimeError("SandboxContext.answer was called before the server was up")
        return self.exchange(raw)

    def credentials(self, role_arn: str, session_name: str, home: str | None = None) -> Credentials:
        """Credentials of an assumed role, for a child process in region `home` that calls AWS as that role."""
        if self.sessions is None:
            raise RuntimeError("SandboxContext.credentials was called before the server was up")
        return self.sessions.of(role_arn, session_name, home)

    def emit_event(
        self, region: str, source: str, detail_type: str, detail: Mapping[str, Any], resources: Sequence[str] = ()
    ) -> None:
        """Puts an event of an AWS service on the default bus of `region`; its rules are served in the background."""
        if self.events is None:
            raise RuntimeError("SandboxContext.emit_event was called before the server was up")
        self.events.emit(region, source, detail_type, detail, resources)

    def put_metric(
        self,
        region: str,
        namespace: str,
        name: str,
        value: float,
        unit: str = "None",
        dimensions: Mapping[str, str] | None = None,
        *,
        sharp: bool = False,
    ) -> None:
        """Stores one datum in CloudWatch of `region`, dated now; `sharp` has a StorageResolution of 1."""
        if self.metrics is None:
            raise RuntimeError("SandboxContext.put_metric was called before the server was up")
        if sharp:
            self.metrics.sharpen(region, namespace, name, dimensions or {})
        self.metrics.put(region, namespace, name, value, unit, dimensions or {})
