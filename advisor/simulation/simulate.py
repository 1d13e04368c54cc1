"""One trace against set-ups: which loop runs for which, with the same random numbers for all."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.simulation.draws import Draws
from advisor.simulation.results import Setup, Simulated
from advisor.simulation.runs.environments import run_environments
from advisor.simulation.runs.instances import run_instances
from advisor.simulation.runs.quotas import run_quota
from advisor.simulation.setups.environments import LambdaSetup, ServerlessSetup
from advisor.simulation.setups.instances import AsyncSetup, ComponentsSetup, RealtimeSetup
from advisor.simulation.trace import Trace


def simulate(trace: Trace, setup: Setup, seed: int) -> Simulated:
    """Send the requests of a trace to a pattern.

    Args:
        trace: When they arrive.
        setup: The pattern and its sizes.
        seed: Of the random numbers, a whole number of at least 0; the same one gives the same result, byte for byte.

    Returns:
        Latencies, errors, and what is paid for.

    Raises:
        ValueError: The seed is not one.
    """
    return _run(trace, setup, Draws(trace.requests, seed))


def simulate_all(trace: Trace, setups: Iterable[Setup], seed: int) -> tuple[Simulated, ...]:
    """The same for several set-ups, which share the random numbers; each result is the one of ``simulate``."""
    draws = Draws(trace.requests, seed)
    return tuple(_run(trace, setup, draws) for setup in setups)


def _run(trace: Trace, setup: Setup, draws: Draws) -> Simulated:
    if isinstance(setup, LambdaSetup | ServerlessSetup):
        return run_environments(trace, setup, draws)
    if isinstance(setup, RealtimeSetup | ComponentsSetup | AsyncSetup):
        return run_instances(trace, setup, draws)
    return run_quota(trace, setup, draws)
