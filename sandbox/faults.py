"""Faults on request: which one hits a call is a pure decision, and each is answered as AWS would.

A fault is a JSON object, put in with `POST /_sandbox/faults` (or `SandboxClient.add_fault`), listed with `GET`, removed
with `DELETE /_sandbox/faults[/<id>]`. Its members and kinds are in `sandbox/README.md`.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any, Final, Protocol

from sandbox.errors import AwsError
from sandbox.request import AwsRequest


class FaultKind(StrEnum):
    """What happens to a call that a fault hits."""

    LATENCY = "latency"
    ERROR_5XX = "error_5xx"
    THROTTLE = "throttle"
    TIMEOUT = "timeout"
    MODEL_NOT_READY = "model_not_ready"
    REGION_DOWN = "region_down"
    ISOLATED = "isolated"
    WRITE_CONFLICT = "write_conflict"
    DROP_EVENT = "drop_event"


_DEFAULT_SECONDS: Final = {FaultKind.LATENCY: 1.0, FaultKind.TIMEOUT: 75.0}
MAX_SECONDS: Final = 900.0


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault as it was asked for; see the module's table."""

    kind: FaultKind
    service: str = "*"
    region: str | None = None
    operation: str | None = None
    match: str | None = None
    share: float = 1.0
    count: int | None = None
    seconds: float | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"share is {self.share}; accepted: above 0, at most 1")
        if self.count is not None and self.count < 1:
            raise ValueError(f"count is {self.count}; accepted: 1 or more, or nothing for as long as the fault stays")
        if self.seconds is not None and not 0 <= self.seconds <= MAX_SECONDS:
            raise ValueError(f"seconds is {self.seconds}; accepted: 0 to {MAX_SECONDS:.0f}")
        if self.kind is FaultKind.ISOLATED and not (self.region and self.is_of_a_region):
            raise ValueError("isolated takes a region as a whole; accepted beside kind: region, and nothing else")

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Fault:
        """A fault out of its JSON object.

        Raises:
            ValueError: An unknown member or a value that is out of range.
        """
        unknown = sorted(set(values) - set(cls.__dataclass_fields__))
        if unknown:
            raise ValueError(f"unknown member {', '.join(unknown)}; accepted: {', '.join(cls.__dataclass_fields__)}")
        try:
            kind = FaultKind(values.get("kind", ""))
        except ValueError as error:
            kinds = ", ".join(FaultKind)
            raise ValueError(f"kind is {values.get('kind')!r}; accepted: {kinds}") from error
        return cls(**{**values, "kind": kind})

    @property
    def duration_s(self) -> float:
        """Seconds of delay, or that a connection is held."""
        return self.seconds if self.seconds is not None else _DEFAULT_SECONDS.get(self.kind, 0.0)

    @property
    def is_of_a_region(self) -> bool:
        """Whether it takes a whole region, and not single calls."""
        narrowed = self.service != "*" or self.operation or self.match or self.count is not None or self.share < 1
        return self.region is not None and not narrowed

    def concerns(self, request: AwsRequest, home: str | None = None) -> bool:
        """Whether this fault is about such a request at all; `home` is the region that it comes from, None: outside."""
        if self.kind is FaultKind.DROP_EVENT:
            return False
        if self.kind is FaultKind.ISOLATED:
            return home not in (None, request.region) and self.region in (home, request.region)
        if self.kind is FaultKind.REGION_DOWN and self.is_of_a_region and self.region == home:
            return True
        return (
            self.service in ("*", request.service)
            and self.region in (None, request.region)
            and self.operation in (None, request.operation)
            and (not self.match or self.match in request.path or self.match.encode() in request.body)
        )


class Dice(Protocol):
    """The part of `random.Random` that a decision needs."""

    def random(self) -> float:
        """A number from 0 up to, but not including, 1."""


def decide(request: AwsRequest, faults: Iterable[Fault], dice: Dice, home: str | None = None) -> Fault | None:
    """The first fault that concerns the request and whose share hits it, or None."""
    return next((fault for fault in faults if fault.concerns(request, home) and hits(fault, dice)), None)


def hits(fault: Fault, dice: Dice) -> bool:
    """Whether a call that the fault concerns is among its share."""
    return fault.share >= 1 or dice.random() < fault.share


def error_of(fault: Fault, request: AwsRequest) -> AwsError | None:
    """What AWS answers under this fault; None for faults that are no answer."""
    if fault.kind is FaultKind.MODEL_NOT_READY:
        return AwsError("ModelNotReadyException", "The model is not ready to serve inference requests.", 429)
    if fault.kind is FaultKind.ERROR_5XX:
        code = _FAILED.get(request.service, "InternalFailure")
        return AwsError(code, "We encountered an internal error. Please try again. (injected fault)", 500)
    if fault.kind is FaultKind.WRITE_CONFLICT:
        message = "One or more items in this request are being modified by a request in another Region."
        return AwsError("ReplicatedWriteConflictException", message, 400)
    if fault.kind is FaultKind.THROTTLE:
        return _THROTTLED.get(request.service, AwsError("ThrottlingException", "Rate exceeded", 400))
    return None


_FAILED: Final = {"s3": "InternalError", "lambda": "ServiceException", "dynamodb": "InternalServerError"}
_THROTTLED: Final = {
    "s3": AwsError("SlowDown", "Please reduce your request rate.", 503),
    "lambda": AwsError("TooManyRequestsException", "Rate Exceeded.", 429, {"Reason": "CallerRateLimitExceeded"}),
    "dynamodb": AwsError(
        "ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded. Consider increasing your "
        "provisioning level with the UpdateTable API.",
        400,
    ),
}


@dataclass(slots=True)
class _Live:
    """A fault in force, its dice and how often it has hit."""

    fault: Fault
    dice: random.Random
    hit: int = 0


@dataclass
class FaultBook:
    """The faults in force; may be asked from many threads.

    Attributes:
        down: Regions that stand still.
        isolated: Regions whose border is closed.
    """

    down: frozenset[str] = frozenset()
    isolated: frozenset[str] = frozenset()
    _live: dict[str, _Live] = field(default_factory=dict)
    _ids: count[int] = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _watchers: list[Callable[[], None]] = field(default_factory=list)

    def watch(self, watcher: Callable[[], None]) -> None:
        """Calls `watcher` after each fault that was put in force or taken away."""
        self._watchers.append(watcher)

    def add(self, fault: Fault) -> str:
        """Puts a fault in force and returns its id."""
        with self._lock:
            fault_id = f"fault-{next(self._ids)}"
            self._live[fault_id] = _Live(fault, random.Random(fault.seed))  # noqa: S311 - dice, not a secret
            self._map()
        self._tell()
        return fault_id

    def remove(self, fault_id: str | None = None) -> None:
        """Takes one fault away, or all of them."""
        with self._lock:
            if fault_id is None:
                self._live.clear()
            else:
                self._live.pop(fault_id, None)
            self._map()
        self._tell()

    def listing(self) -> list[dict[str, Any]]:
        """Every fault in force with its id and number of hits."""
        with self._lock:
            return [{"id": name, "hits": live.hit, **asdict(live.fault)} for name, live in self._live.items()]

    def strike(self, request: AwsRequest, home: str | None = None) -> Fault | None:
        """The fault that hits this request, counted; None for most. `home` is where it comes from, None: outside."""
        if not self._live:
            return None
        with self._lock:
            for name, live in list(self._live.items()):
                if decide(request, [live.fault], live.dice, home) is not None:
                    return self._count(name, live)
        return None

    def cuts(self, request: AwsRequest, home: str | None = None) -> bool:
        """Whether an answer that is ready cannot reach its caller, because a region went away meanwhile."""
        if request.region in self.down or home in self.down:
            return True
        return home not in (None, request.region) and not self.isolated.isdisjoint((home, request.region))

    def drops_event(self, region: str, text: str) -> bool:
        """Whether an event (as JSON text) is lost on its way to a target."""
        with self._lock:
            for name, live in list(self._live.items()):
                fault = live.fault
                if fault.kind is not FaultKind.DROP_EVENT or fault.region not in (None, region):
                    continue
                if (not fault.match or fault.match in text) and hits(fault, live.dice):
                    self._count(name, live)
                    return True
        return False

    def _count(self, name: str, live: _Live) -> Fault:
        live.hit += 1
        if live.fault.count is not None and live.hit >= live.fault.count:
            del self._live[name]
        return live.fault

    def _map(self) -> None:
        wide = [live.fault for live in self._live.values() if live.fault.is_of_a_region]
        self.down = frozenset(str(one.region) for one in wide if one.kind is FaultKind.REGION_DOWN)
        self.isolated = frozenset(str(one.region) for one in wide if one.kind is FaultKind.ISOLATED)

    def _tell(self) -> None:
        for watcher in list(self._watchers):
            watcher()
