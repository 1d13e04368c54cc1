"""Environment of `route_request`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lambdas.environment import EnvironmentReader
from lambdas.patterns.served import MAX_TIMEOUT_MS, VARIABLE, ServedPattern, read_patterns

VARIABLES: Final = (
    "PLATFORM_ENVIRONMENT",
    VARIABLE,
    "SWITCH_TABLE",
    "STATE_MAX_AGE_SECONDS",
    "DEADLINE_MS",
    "RETRY_BUDGET_SHARE",
    "CIRCUIT_FAILURES",
    "CIRCUIT_RECOVERY_SECONDS",
)
MAX_SECONDS: Final = 3600
MAX_FAILURES: Final = 100


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided.

    Attributes:
        environment: The environment's name.
        patterns: What it serves, in order of preference.
        switch_table: Table with the switch's state and the circuits.
        state_max_age_s: How long the switch's state is kept before it is read again, in seconds.
        deadline_ms: How long a request may take that names no deadline of its own, in milliseconds.
        retry_budget_share: Further attempts for each request, from 0 to 1.
        circuit_failures: Failures in a row that open a circuit.
        circuit_recovery_s: How long a circuit stays open before one request probes the pattern, in seconds.
    """

    environment: str
    patterns: tuple[ServedPattern, ...]
    switch_table: str
    state_max_age_s: int
    deadline_ms: int
    retry_budget_share: float
    circuit_failures: int
    circuit_recovery_s: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader(environ)
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            patterns=read_patterns(read),
            switch_table=read.text("SWITCH_TABLE"),
            state_max_age_s=read.whole_number("STATE_MAX_AGE_SECONDS", 0, MAX_SECONDS),
            deadline_ms=read.whole_number("DEADLINE_MS", 1, MAX_TIMEOUT_MS),
            retry_budget_share=read.number("RETRY_BUDGET_SHARE", 0, 1),
            circuit_failures=read.whole_number("CIRCUIT_FAILURES", 1, MAX_FAILURES),
            circuit_recovery_s=read.whole_number("CIRCUIT_RECOVERY_SECONDS", 1, MAX_SECONDS),
        )
        for served in settings.patterns:
            if served.timeout_ms >= settings.deadline_ms > 1:
                read.problem(
                    f"{served.pattern} may take {served.timeout_ms} ms of DEADLINE_MS = {settings.deadline_ms}: "
                    "nothing is left for another pattern; accepted: a longer deadline"
                )
        read.check()
        return settings
