"""Entry of `route_request`: composition only. Everything is made once for an environment."""

import os
import random
import sys
import time
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from domain.switching.retry_budget import RetryBudget
from lambdas import sdk
from lambdas.clients.circuits import CircuitStore
from lambdas.clients.switch_states import SwitchStates
from lambdas.patterns.callers import caller_of, warm
from lambdas.route_request.attempts import Attempts, Timing
from lambdas.route_request.circuits import Circuits
from lambdas.route_request.known_state import KnownState
from lambdas.route_request.meter import RouterMeter
from lambdas.route_request.router import Router
from lambdas.route_request.settings import Settings

SERVICE = "route_request"
TABLE_CONNECT_S = 0.5
TABLE_READ_S = 1.0
"""A request waits for the table no longer, and no second time: an answer is worth more than fresh advice. Much
less would take the handshake of a small function's first call for a table that is away."""


class Context(Protocol):
    """What is used of Lambda's context."""

    aws_request_id: str

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""
        ...


def handler(event: object, context: Context) -> dict[str, Any]:
    """Answer one request."""
    return router().respond(event, context.aws_request_id, context.get_remaining_time_in_millis() / 1000)


@cache
def router() -> Router:
    """Return the environment's router."""
    return compose(Settings.from_env(os.environ), os.environ)


def compose(settings: Settings, environ: Mapping[str, str]) -> Router:
    """Make a router, and the clients of its patterns, so that no fallback waits for one; nothing is asked yet."""
    own = {"service": environ.get("POWERTOOLS_SERVICE_NAME", SERVICE), "Environment": settings.environment}
    meter = RouterMeter(own, [each.pattern for each in settings.patterns], _write, time.time)
    table = sdk.client("dynamodb", connect_timeout_s=TABLE_CONNECT_S, read_timeout_s=TABLE_READ_S, attempts=1)
    store = CircuitStore(table, settings.switch_table, settings.circuit_recovery_s, time.time)
    for served in settings.patterns:
        warm(served)
    states = SwitchStates(table, settings.switch_table)
    attempts = Attempts(
        patterns={each.pattern: each for each in settings.patterns},
        callers={each.pattern: caller_of(each) for each in settings.patterns},
        circuits=Circuits(store, settings.circuit_failures, settings.circuit_recovery_s, meter.opened),
        budget=RetryBudget(settings.retry_budget_share, time.monotonic()),
        meter=meter,
        timing=Timing(time.monotonic, time.sleep, random.random),
    )
    state = KnownState(states.read, settings.state_max_age_s, time.monotonic, store)
    return Router(settings.patterns, state, attempts, meter, settings.deadline_ms)


def _write(line: str) -> None:
    """One write for a line: the runtime, which puts its own standard output in place, sends each write at once."""
    sys.stdout.write(line)
