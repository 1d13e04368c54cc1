"""A circuit breaker: a Region that keeps failing is not asked again by everybody, but by one prober at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from domain.checks import finite_number, whole_number
from domain.resilience.failures import FailureReason


class Breaker(Protocol):
    """What ``CrossRegionClient`` asks before it calls its primary Region."""

    def allows(self, region: str) -> bool:
        """Whether the Region may be asked; who gets True reports how the call ended."""

    def succeeded(self, region: str) -> None:
        """Say that the Region answered; a refusal of the request, or a throttle, is an answer too."""

    def failed(self, region: str, reason: FailureReason) -> None:
        """Say that the Region failed."""


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    probe_at_s: float | None = None
    """When the next probe may be made; ``None`` while the circuit is closed."""


class OneProbeBreaker:
    """Opens after some failures in a row, then lets one call through for each cool-down; safe between threads.

    A probe that never reports holds nobody up: another may be made one cool-down later.

    Args:
        now_s: Seconds of a clock that does not go backwards.
        opens_after: Failures in a row.
        cool_down_s: Seconds between two probes.

    Raises:
        ValueError: Names the argument, its value and what is accepted.
    """

    def __init__(self, now_s: Callable[[], float], *, opens_after: int = 3, cool_down_s: float = 10.0) -> None:
        self._now_s = now_s
        self._opens_after = whole_number("opens_after", opens_after, 1)
        self._cool_down_s = finite_number("cool_down_s", cool_down_s, 0, above=True)
        self._circuits: dict[str, _Circuit] = {}
        self._lock = threading.Lock()

    def allows(self, region: str) -> bool:
        """Whether the Region may be asked: yes while closed, and once for each cool-down while open."""
        with self._lock:
            circuit = self._circuits.get(region)
            if circuit is None or circuit.probe_at_s is None:
                return True
            now_s = self._now_s()
            if now_s < circuit.probe_at_s:
                return False
            circuit.probe_at_s = now_s + self._cool_down_s
            return True

    def succeeded(self, region: str) -> None:
        """Close the circuit."""
        with self._lock:
            self._circuits.pop(region, None)

    def failed(self, region: str, reason: FailureReason) -> None:
        """Count a failure; what is no fault of the Region is an answer. A failed probe leaves the circuit as it is."""
        if not reason.fails_over:
            self.succeeded(region)
            return
        with self._lock:
            circuit = self._circuits.setdefault(region, _Circuit())
            circuit.failures += 1
            if circuit.probe_at_s is None and circuit.failures >= self._opens_after:
                circuit.probe_at_s = self._now_s() + self._cool_down_s
