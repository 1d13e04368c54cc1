"""The functions of a stack that accept work: the primary Region's is asked, and the other when that does not answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from advisor.deployed import outputs_of, text_output
from advisor.errors import InputError
from domain.resilience import CircuitOpenError, FailureReason
from lambdas.clients.cross_region import ACCEPT, ACCEPT_FUNCTION, LOOK_UP, RegionalCalls, client_for
from lambdas.cross_region.composition import Limits, cross_region
from lambdas.errors import PlatformError

FUNCTIONS_OUTPUT: Final = "acceptWorkFunctions"
PRIMARY_OUTPUT: Final = "primaryRegion"
REMEDY: Final = "set resilience.enabled to true and deploy it"
MOST_WORKS: Final = 25
PAUSE_S: Final = 1.0
LIMITS: Final = Limits(attempt_s=10.0, deadline_s=30.0, connections=4)
"""A function that was idle takes seconds to start; a person would rather wait for it than ask the other Region."""

Ask = Callable[..., Mapping[str, Any]]
"""Makes an operation of `lambdas.clients.cross_region` with its arguments."""
Clients = Callable[[str, str, float], Any]


@dataclass(frozen=True)
class Functions:
    """Where work is accepted.

    Attributes:
        primary: The Region that is asked first.
        by_region: ARN of the function's alias for each Region, one or two.
    """

    primary: str
    by_region: Mapping[str, str]


def functions_of(stack: str | None, outputs: Path | None) -> Functions:
    """Read a stack's outputs.

    Raises:
        InputError: They cannot be read, or name no function.
    """
    found, where = outputs_of(stack, outputs), str(outputs) if outputs is not None else f"stack {stack}"
    primary = text_output(found, PRIMARY_OUTPUT, where, REMEDY)
    functions = found.get(FUNCTIONS_OUTPUT)
    named = isinstance(functions, Mapping) and all(isinstance(one, str) and one for one in functions.values())
    if not isinstance(functions, Mapping) or not named or primary not in functions or len(functions) > 2:
        raise InputError(
            f"{where} has {FUNCTIONS_OUTPUT} = {functions!r}; accepted: a function for {primary} and for at most one "
            f"other Region. {REMEDY}"
        )
    return Functions(primary, dict(functions))


def asking(functions: Functions, on_failover: Callable[[FailureReason], Any], clients: Clients | None = None) -> Ask:
    """What asks the functions; in a stack whose other Region runs none, there is nobody to fail over to."""
    making = clients or partial(client_for, connections=LIMITS.connections)
    resources = {region: {ACCEPT_FUNCTION: name} for region, name in functions.by_region.items()}
    others = [region for region in resources if region != functions.primary]
    if not others:
        return partial(RegionalCalls(resources, making), functions.primary, timeout_s=LIMITS.attempt_s)
    client = cross_region(
        functions.primary, others[0], resources, limits=LIMITS, on_failover=on_failover, clients=making
    )
    return client.access_with_failover


class Works:
    """Submits works, and follows them.

    Args:
        ask: Asks the functions.
        clock: Seconds that never go backwards.
        sleep: Waits.
    """

    def __init__(
        self, ask: Ask, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], Any] | None = None
    ) -> None:
        self._ask = ask
        self._clock = clock
        self._sleep = sleep or threading.Event().wait

    def submit(self, works: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Have works accepted; the same key again is the same work.

        Raises:
            InputError: A Region refused them, or none answered.
        """
        return [line for some in _some(works) for line in self._asked(ACCEPT, works=some)]

    def look_up(self, keys: Sequence[str]) -> list[Mapping[str, Any]]:
        """Tell how far works are.

        Raises:
            InputError: As above.
        """
        return [line for some in _some(keys) for line in self._asked(LOOK_UP, keys=some)]

    def followed(self, lines: Sequence[Mapping[str, Any]], wait_s: float) -> list[Mapping[str, Any]]:
        """Look again until all are done, or the time is over.

        Raises:
            InputError: As above.
        """
        ends_s = self._clock() + wait_s
        found = {line["key"]: line for line in lines}
        while waiting := [key for key, line in found.items() if line["status"] in ("accepted", "running")]:
            if self._clock() + PAUSE_S > ends_s:
                break
            self._sleep(PAUSE_S)
            found.update({line["key"]: line for line in self.look_up(waiting)})
        return list(found.values())

    def _asked(self, operation: str, **arguments: Any) -> Sequence[Mapping[str, Any]]:
        try:
            reply = self._ask(operation, **arguments)
        except (PlatformError, CircuitOpenError) as error:
            raise InputError(str(error)) from error
        lines: Sequence[Mapping[str, Any]] = reply["works"]
        return lines


def _some(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """As many as one call takes."""
    for at in range(0, len(items), MOST_WORKS):
        yield items[at : at + MOST_WORKS]
