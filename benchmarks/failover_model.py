"""The searches of `advisor dr model`, to their end: distinct states, and seconds of one processor."""

from __future__ import annotations

from typing import Any

from advisor.failover_model.command import STATES
from advisor.failover_model.outcome import judged
from advisor.failover_model.searches import SEARCHES

LEAST_STATES = 1_000_000
LIMIT_S = 60.0


def run() -> dict[str, Any]:
    """Every search, each with its size; a rule that does not hold fails the benchmark too."""
    outcomes = [judged(search, limit=STATES) for search in SEARCHES]
    states, seconds = sum(one.states for one in outcomes), sum(one.seconds for one in outcomes)
    largest = max(outcomes, key=lambda one: one.states)
    right = all(one.complete and not one.problems for one in outcomes)
    return {
        "name": "every order of events of a failover, searched to the end",
        "states": states,
        "steps": sum(one.steps for one in outcomes),
        "seconds": round(seconds, 1),
        "states_per_second": round(states / seconds),
        "searches": {
            one.search.scope.name: {"states": one.states, "seconds": round(one.seconds, 1)} for one in outcomes
        },
        "every_rule_holds": right,
        "limit": f"one search of at least {LEAST_STATES:,} distinct states in less than {LIMIT_S:g} s of one processor",
        "holds": right and largest.states >= LEAST_STATES and largest.seconds < LIMIT_S,
    }
