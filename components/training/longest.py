"""How long an execution can take at most: the limit of the whole machine must never come first.

When a machine's own limit ends an execution no state runs any more: nothing is cleaned up and nobody is told by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

LOOP: Final = ("Pause", "Watch")
"""States that are entered again for each look at a deployment; every other one is entered once at most."""


def longest_seconds(states: Mapping[str, Mapping[str, Any]], rounds: int) -> int:
    """The sum over all states, so at least that of the longest path.

    Args:
        states: States by name.
        rounds: How often the loop is entered.
    """
    return sum(_seconds(state) * (rounds if name in LOOP else 1) for name, state in states.items())


def _seconds(state: Mapping[str, Any]) -> int:
    """Every attempt to its timeout, and the longest pauses between them."""
    if state["Type"] == "Wait":
        return int(state["Seconds"])
    if state["Type"] != "Task":
        return 0
    retriers = state.get("Retry", ())
    attempts = 1 + sum(retrier["MaxAttempts"] for retrier in retriers)
    return int(attempts * state["TimeoutSeconds"] + sum(map(_pauses, retriers)) + 1)


def _pauses(retrier: Mapping[str, Any]) -> float:
    waits = (retrier["IntervalSeconds"] * retrier["BackoffRate"] ** number for number in range(retrier["MaxAttempts"]))
    return float(sum(min(wait, retrier.get("MaxDelaySeconds", wait)) for wait in waits))
