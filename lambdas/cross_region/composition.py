"""Puts a CrossRegionClient together: one retry loop, circuits, a deadline, and the SDK's retries off."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from domain.checks import refuse
from domain.resilience import CrossRegionClient, FailureReason, Retries, Timing
from lambdas.clients.cross_region import Clients, RegionalCalls, client_for
from lambdas.cross_region.budget import SharedRetryBudget
from lambdas.cross_region.circuits import CircuitRules, RegionCircuits

ATTEMPT_S: Final = 5.0
DEADLINE_S: Final = 15.0
RETRIES: Final = 3
RETRY_SHARE: Final = 0.2
CONNECTIONS: Final = 50

OnFailover = Callable[[FailureReason], Any]


@dataclass(frozen=True)
class Limits:
    """How long and how often a process asks.

    Attributes:
        attempt_s: Longest wait for one answer, in seconds; at most half of the deadline.
        deadline_s: Longest time for a call with all its attempts, in seconds.
        retries: Further attempts in one Region, with full jitter between them: after throttling, and in the Region of
            last resort after anything that is no fault of the caller.
        retry_share: Further attempts for each call, over all callers of the process, from 0 to 1.
        connections: Callers at once, at most.
        circuit: When a Region is left alone.
    """

    attempt_s: float = ATTEMPT_S
    deadline_s: float = DEADLINE_S
    retries: int = RETRIES
    retry_share: float = RETRY_SHARE
    connections: int = CONNECTIONS
    circuit: CircuitRules = field(default_factory=CircuitRules)


def cross_region(
    primary: str,
    secondary: str,
    resources: Mapping[str, Mapping[str, str]],
    *,
    limits: Limits | None = None,
    on_failover: OnFailover | None = None,
    clients: Clients | None = None,
) -> CrossRegionClient:
    """Make the client of a process; its threads share it.

    Args:
        primary: The Region that is asked first.
        secondary: The Region that is asked when the first one fails.
        resources: Region -> what a resource is called -> its name or ARN there: `accept_work` is the function,
            `endpoint` the endpoint of the operation `predict`.
        limits: Time limits, retries and circuits.
        on_failover: Told why, each time that the other Region is asked.
        clients: Makes boto3 clients; the process's own without it.

    Raises:
        ValueError: The Regions or their resources are not two of each, or a limit is not accepted.
    """
    if set(resources) != {primary, secondary}:
        refuse("resources", sorted(resources), f"those of {primary} and of {secondary}")
    found = limits or Limits()
    making = clients or partial(client_for, connections=found.connections)
    return CrossRegionClient(
        primary,
        secondary,
        execute=RegionalCalls(resources, making),
        emit_metric=lambda _name, _value: None,  # counted by reason instead: `on_failover`
        breaker=RegionCircuits(found.circuit, time.monotonic),
        timing=Timing(time.monotonic, time.sleep, random.random, found.deadline_s, found.attempt_s),
        retries=Retries(found.retries, budget=SharedRetryBudget(found.retry_share, time.monotonic())),
        on_failover=on_failover,
    )
