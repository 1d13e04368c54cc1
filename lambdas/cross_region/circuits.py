"""A circuit for each Region, in the memory of one process, for callers in many threads.

Powertools' breaker (the router's, `lambdas.route_request.circuits`) does not fit here, for two reasons. It keeps its
state in a table, and a table in the Region that fails is as far away as what it guards; who calls from outside of both
has no third one. And it learns from calls that ended: with fifty threads and a Region that stays silent, fifty calls
have begun before the first one ends, and each waits for the whole time limit.

So this one counts too what is *unanswered*: calls that began since the Region last answered. A Region that answers is
never held back for long, since each answer lets as many again begin; a silent one gets a handful of calls, and who
comes after them waits for its first answer a little, then goes to the other Region.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from domain.checks import finite_number, refuse, whole_number
from domain.resilience import FailureReason

FAILURES: Final = 3
UNANSWERED: Final = 4
PATIENCE_S: Final = 0.25
RECOVERY_S: Final = 10.0
MAX_FAILURES: Final = 100
MAX_UNANSWERED: Final = 1000


@dataclass(frozen=True)
class CircuitRules:
    """When a Region is left, and when it is tried again.

    Attributes:
        failures: Failures in a row that open its circuit.
        unanswered: Calls that may be under way at once with a Region that has answered none of them; at least
            `failures`, since fewer could never open the circuit.
        patience_s: How old the oldest unanswered call gets before further callers stop waiting for the Region's
            first answer, in seconds.
        recovery_s: How long an open circuit stays open before one call probes the Region, in seconds.
    """

    failures: int = FAILURES
    unanswered: int = UNANSWERED
    patience_s: float = PATIENCE_S
    recovery_s: float = RECOVERY_S

    def __post_init__(self) -> None:
        """Check them.

        Raises:
            ValueError: Names the argument, its value and what is accepted.
        """
        whole_number("failures", self.failures, 1, MAX_FAILURES)
        whole_number("unanswered", self.unanswered, 1, MAX_UNANSWERED)
        if self.unanswered < self.failures:
            refuse("unanswered", self.unanswered, f"at least failures ({self.failures})")
        finite_number("patience_s", self.patience_s, 0)
        finite_number("recovery_s", self.recovery_s, 0, above=True)


@dataclass
class _Circuit:
    """What is known of one Region; `silent_since` is when the oldest unanswered call began."""

    failures: int = 0
    unanswered: int = 0
    silent_since: float = 0.0
    opened_at: float | None = None
    probe_began: float | None = None
    changed: threading.Condition = field(default_factory=threading.Condition)


class RegionCircuits:
    """The circuits of a process.

    Args:
        rules: When a Region is left.
        clock: Seconds that never go backwards.
    """

    def __init__(self, rules: CircuitRules, clock: Callable[[], float]) -> None:
        self._rules = rules
        self._clock = clock
        self._circuits: dict[str, _Circuit] = {}
        self._making = threading.Lock()

    def allows(self, region: str) -> bool:
        """Whether a call may begin; who is told so tells what came of it (`succeeded`, `failed`).

        Waits for at most the rules' patience, and only while a Region is silent.
        """
        circuit = self._circuit(region)
        with circuit.changed:
            while True:
                now = self._clock()
                if circuit.opened_at is not None:
                    return self._may_probe(circuit, now)
                if circuit.unanswered < self._rules.unanswered:
                    return _begun(circuit, now)
                silent_s = now - circuit.silent_since
                if silent_s >= self._rules.recovery_s:  # nobody told what came of those calls
                    circuit.unanswered = self._rules.unanswered - 1
                    circuit.silent_since = now
                    return _begun(circuit, now)
                if silent_s >= self._rules.patience_s:
                    return False
                circuit.changed.wait(self._rules.patience_s - silent_s)

    def succeeded(self, region: str) -> None:
        """The Region answered: also with a refusal of what the caller sent, or that it takes no more now."""
        circuit = self._circuit(region)
        with circuit.changed:
            circuit.failures = circuit.unanswered = 0
            circuit.opened_at = circuit.probe_began = None
            circuit.changed.notify_all()

    def failed(self, region: str, reason: FailureReason) -> None:
        """The Region failed a call: no answer in time, no connection, or an error of its own."""
        circuit = self._circuit(region)
        with circuit.changed:
            circuit.failures += 1
            if reason is FailureReason.SERVER_ERROR:  # it is ill, but not silent
                circuit.unanswered = 0
                circuit.changed.notify_all()
            if circuit.probe_began is not None or circuit.failures >= self._rules.failures:
                circuit.opened_at, circuit.probe_began, circuit.unanswered = self._clock(), None, 0
                circuit.changed.notify_all()

    def is_open(self, region: str) -> bool:
        """Whether the Region is being left alone."""
        circuit = self._circuit(region)
        with circuit.changed:
            return circuit.opened_at is not None

    def _may_probe(self, circuit: _Circuit, now: float) -> bool:
        """One call after the recovery time; a probe of which nobody told is replaced after as long again."""
        since = circuit.opened_at if circuit.probe_began is None else circuit.probe_began
        if since is None or now - since < self._rules.recovery_s:
            return False
        circuit.probe_began = now
        return True

    def _circuit(self, region: str) -> _Circuit:
        with self._making:
            return self._circuits.setdefault(region, _Circuit())


def _begun(circuit: _Circuit, now: float) -> bool:
    if not circuit.unanswered:
        circuit.silent_since = now
    circuit.unanswered += 1
    return True
