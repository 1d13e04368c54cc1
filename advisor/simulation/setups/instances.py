"""Instances with a queue before them: real-time endpoints, inference components, asynchronous endpoints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from advisor.simulation.service_time import Distribution
from advisor.simulation.setups.assumption import Assumed, Assuming
from advisor.simulation.setups.limits import time_limit
from advisor.simulation.setups.scaling import Minimum, Tracking
from domain.checks import finite_number, refuse, whole_number
from domain.patterns import Pattern

PROVISIONING: Final = ("seconds until an instance that was asked for serves; measure it: AWS publishes none", "")
ALARMS: Final = (
    "3 datapoints above, 15 minutes below 90 % of the target: as seen on AWS's alarms, not promised by AWS",
    "https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html",
)
MEASURED: Final = "measured once, July 2026, in a public note"


@dataclass(frozen=True, slots=True, kw_only=True)
class RealtimeSetup(Assuming):
    """A real-time endpoint: first in, first out before ``instances * concurrency`` slots.

    A request that has waited for ``time_limit_s`` leaves; one whose time ends while it is served fails too, and keeps
    its slot until the model is done, which nobody tells. Instances are paid for from when they are asked for.

    Args:
        service: Time of the model.
        instances: In service at the start, at least 1.
        concurrency: Requests that an instance serves at once.
        minimum: Fewest instances, at least 1; ``None`` for ``instances``.
        maximum: Most instances; ``None`` for ``instances``.
        tracking: How it scales between them; ``None`` for not at all.
        provisioning_s: Seconds until an instance that was asked for serves.
        minima: Scheduled changes of the minimum, in order of time.
        time_limit_s: At most 60: a container must answer by then (API_runtime_InvokeEndpoint).
        overhead_ms: Milliseconds for the way there and back; in the latency only.

    Raises:
        ValueError: An argument out of its range.
    """

    service: Distribution
    instances: int = 1
    concurrency: int = 1
    minimum: int | None = None
    maximum: int | None = None
    tracking: Tracking | None = None
    provisioning_s: float = 300.0
    minima: tuple[Minimum, ...] = ()
    time_limit_s: float = 60.0
    overhead_ms: float = 0.0

    pattern: ClassVar[Pattern] = Pattern.SAGEMAKER_REALTIME
    ASSUMED: ClassVar[Assumed] = {"provisioning_s": PROVISIONING, "tracking": ALARMS}

    def __post_init__(self) -> None:
        low = self.instances if self.minimum is None else self.minimum
        high = self.instances if self.maximum is None else self.maximum
        _check_bounds(("instances", self.instances), low, high, lowest=1)
        _check_minima(self.minima, 1, high)
        whole_number("concurrency", self.concurrency, 1)
        finite_number("provisioning_s", self.provisioning_s, 0)
        time_limit("time_limit_s", self.time_limit_s, 60)
        finite_number("overhead_ms", self.overhead_ms, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentsSetup(Assuming):
    """Copies of an inference component, down to none.

    With no copy a call fails at once (HTTP 400, ``no_capacity``) and the first one starts the wake-up
    (https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html).

    Args:
        service: Time of the model.
        copies: In service at the start.
        concurrency: Requests that a copy serves at once.
        minimum: Fewest copies, 0 for scale to zero.
        maximum: Most copies, at least 1.
        tracking: How it scales above zero; ``None`` for not at all.
        copies_per_instance: How many fit on an instance: what is paid are instances.
        provisioning_s: Seconds until another copy that was asked for serves.
        wake_s: Seconds from the first call that fails to the first copy.
        idle_s: Seconds without a call until there is no copy.
        release_s: Seconds more until its instance is given back.
        minima: Scheduled changes of the minimum, in order of time.
        time_limit_s: At most 60.
        overhead_ms: Milliseconds for the way there and back; in the latency only.

    Raises:
        ValueError: An argument out of its range.
    """

    service: Distribution
    copies: int = 1
    concurrency: int = 1
    minimum: int = 0
    maximum: int = 1
    tracking: Tracking | None = None
    copies_per_instance: int = 1
    provisioning_s: float = 300.0
    wake_s: float = 564.0
    idle_s: float = 660.0
    release_s: float = 720.0
    minima: tuple[Minimum, ...] = ()
    time_limit_s: float = 60.0
    overhead_ms: float = 0.0

    pattern: ClassVar[Pattern] = Pattern.INFERENCE_COMPONENTS
    ASSUMED: ClassVar[Assumed] = {
        "provisioning_s": PROVISIONING,
        "tracking": ALARMS,
        "wake_s": ("seconds from the first refused call to the first answer: 9 min 24 s", MEASURED),
        "idle_s": ("seconds without a call until the last copy goes: 11 min", MEASURED),
        "release_s": ("seconds from there until the instance goes: 12 min", MEASURED),
    }

    def __post_init__(self) -> None:
        _check_bounds(("copies", self.copies), self.minimum, self.maximum, lowest=0)
        _check_minima(self.minima, 0, self.maximum)
        whole_number("concurrency", self.concurrency, 1)
        whole_number("copies_per_instance", self.copies_per_instance, 1)
        for name in ("provisioning_s", "wake_s", "idle_s", "release_s", "overhead_ms"):
            finite_number(name, getattr(self, name), 0)
        time_limit("time_limit_s", self.time_limit_s, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class AsyncSetup(Assuming):
    """An asynchronous endpoint: a queue without bound, and instances down to none.

    Args:
        service: Time of the model.
        instances: In service at the start.
        concurrency: MaxConcurrentInvocationsPerInstance.
        minimum: Fewest instances, 0 for scale to zero.
        maximum: Most instances, at least 1.
        tracking: How it scales above zero; ``None`` for not at all.
        provisioning_s: Seconds until another instance that was asked for serves.
        wake_s: Seconds from the first request that waits before no instance to the first instance.
        idle_s: Seconds with nothing to do until there is no instance.
        time_limit_s: InvocationTimeoutSeconds, at most 3,600; longer ones fail (``timeout``).
        ttl_s: RequestTTLSeconds, 60 to 21,600: who waits longer is dropped (``expired``).
        overhead_ms: Milliseconds for the way there and back; in the latency only.

    Raises:
        ValueError: An argument out of its range.
    """

    service: Distribution
    instances: int = 0
    concurrency: int = 1
    minimum: int = 0
    maximum: int = 1
    tracking: Tracking | None = None
    provisioning_s: float = 300.0
    wake_s: float = 360.0
    idle_s: float = 900.0
    time_limit_s: float = 900.0
    ttl_s: float = 21_600.0
    overhead_ms: float = 0.0

    pattern: ClassVar[Pattern] = Pattern.SAGEMAKER_ASYNC
    ASSUMED: ClassVar[Assumed] = {
        "provisioning_s": PROVISIONING,
        "tracking": ALARMS,
        "wake_s": ("seconds from a backlog without an instance to the first one: an alarm of 1 min, and a start", ""),
        "idle_s": ("seconds with nothing to do until the last instance goes: 15 datapoints of a minute", ""),
    }

    def __post_init__(self) -> None:
        _check_bounds(("instances", self.instances), self.minimum, self.maximum, lowest=0)
        whole_number("concurrency", self.concurrency, 1, 1000)
        for name in ("provisioning_s", "wake_s", "idle_s", "overhead_ms"):
            finite_number(name, getattr(self, name), 0)
        time_limit("time_limit_s", self.time_limit_s, 3600)
        time_limit("ttl_s", finite_number("ttl_s", self.ttl_s, 60), 21_600)


def _check_bounds(start: tuple[str, int], low: int, high: int, *, lowest: int) -> None:
    whole_number("minimum", low, lowest)
    whole_number("maximum", high, max(1, low))
    whole_number(*start, low, high)


def _check_minima(minima: tuple[Minimum, ...], low: int, high: int) -> None:
    for entry in minima:
        whole_number("minima", entry.units, low, high)
    times = [entry.at_s for entry in minima]
    if times != sorted(times):
        refuse("minima", times, "changes in order of time")
