"""A circuit for each pattern: Powertools' breaker over one table, so that environments share what one has found out."""

from collections.abc import Callable
from typing import Final, TypeVar

from aws_lambda_powertools.utilities.circuit_breaker import (
    CircuitBreakerConfig,
    CircuitBreakerOpenError,
    CircuitState,
    CircuitTransition,
    circuit_breaker,
)
from aws_lambda_powertools.utilities.circuit_breaker.persistence import CircuitBreakerPersistenceLayer

from lambdas.clients.circuits import PREFIX, circuit_name
from lambdas.patterns.outcomes import Outcome, PatternError, UnhealthyPatternError

Result = TypeVar("Result")

STATE_AGE_S: Final = 2
"""How long an environment believes what it read of a circuit. Powertools takes whole seconds; longer means more
requests that meet a pattern which another environment has given up, and a pattern that is well and not used yet."""
PROBES_TO_CLOSE: Final = 1
"""Powertools asks for 3, which the winner of the election makes alone while every other environment stays away: one
environment can be idle for minutes. Who comes back ill is given up again after `circuit_failures`."""


class Circuits:
    """Calls patterns through their circuits.

    Args:
        store: Where the state is kept.
        failures: Failures in a row, in one environment, that open a circuit.
        recovery_s: Seconds until one request probes the pattern.
        opened: Told of each circuit that this environment opened.
    """

    def __init__(
        self, store: CircuitBreakerPersistenceLayer, failures: int, recovery_s: int, opened: Callable[[str], None]
    ) -> None:
        self._store = store
        self._opened = opened
        self._config = CircuitBreakerConfig(
            failure_threshold=failures,
            recovery_timeout=recovery_s,
            success_threshold=PROBES_TO_CLOSE,
            handled_exceptions=UnhealthyPatternError,
            local_cache_max_age=min(STATE_AGE_S, recovery_s),
        )

    def call(self, pattern: str, work: Callable[[], Result]) -> Result:
        """Return what `work` returns; only an `UnhealthyPatternError` of its counts against the pattern.

        Raises:
            PatternError: `work` raised it, or the circuit is open and `work` was not called.
        """
        guard = circuit_breaker(circuit_name(pattern), self._store, on_transition=self._transition, config=self._config)
        try:
            found: Result = guard(work)()
        except CircuitBreakerOpenError as error:
            raise PatternError(Outcome.CIRCUIT_OPEN, "CircuitOpen", f"the circuit of {pattern} is open") from error
        return found

    def insist(self, pattern: str, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, whatever the circuit says; an answer closes it, a failure changes nothing.

        Raises:
            PatternError: `work` raised it.
        """
        found = work()
        self._store.save_closed(circuit_name(pattern))
        return found

    def _transition(self, change: CircuitTransition) -> None:
        if change.from_state is CircuitState.CLOSED and change.to_state is CircuitState.OPEN:
            self._opened(change.circuit_name.removeprefix(PREFIX))
