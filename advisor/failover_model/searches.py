"""The searches of the command: what holds, and what breaks when a rule is taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from advisor.failover_model.keepers import KeeperScope
from advisor.failover_model.scope import Scope, Ticks, drained_for
from advisor.failover_model.step import Invariant

LONG: Final = Ticks(lease=7, drain=4, longest_request=2)
"""Requests of two ticks, so that time may pass in the middle of one."""


@dataclass(frozen=True)
class Search:
    """A scope, and what has to come of it.

    Args:
        scope: What may happen.
        breaks: Invariants that are broken, because a rule was taken away; none where every rule is in place.
    """

    scope: Scope | KeeperScope
    breaks: frozenset[Invariant] = frozenset()


TWO_INPUTS: Final = Scope(
    "two inputs",
    "functions stand still between any two steps, and go on when another Region has the work",
    inputs=2,
    skew=0,
)
THREE_EPOCHS: Final = Scope("three epochs", "there, back, and there again", inputs=1, epochs=3, skew=0)
SKEWED: Final = Scope("clocks", "clocks that differ, and are set while the lease is held", inputs=1)
REPEATED: Final = Scope("deliveries", "the same event delivered twice at the same time", inputs=1, deliveries=2, skew=0)
RETRIED: Final = Scope("attempts", "an attempt that fails, and the next one", inputs=1, attempts=2, skew=0)
PAUSED: Final = Scope("paused looks", "keepers that stand still before they write", inputs=1, skew=0, paused_looks=True)
BOUNDED: Final = Scope(
    "requests in time",
    "requests that end in time: then only one Region is at work, fencing or not",
    inputs=1,
    ticks=LONG,
    bounded=True,
)
ORDERED: Final = Scope(
    "orders",
    "an operator who moves the lease in either Region at any moment",
    inputs=1,
    ticks=LONG,
    bounded=True,
    orders=True,
    paused_looks=True,
)
UNFENCED: Final = Scope("without fencing", "the ledger takes every result, whatever its epoch", inputs=1, fencing=False)
KEEPERS: Final = KeeperScope("keepers", "canaries that flap, heartbeats that are late or lost, failback")

AT_WORK: Final = frozenset({Invariant.ONE_AT_WORK})
EFFECTS: Final = frozenset({Invariant.ONE_EFFECT, Invariant.LATEST_CLAIM})

SEARCHES: Final = (
    Search(TWO_INPUTS),
    Search(THREE_EPOCHS),
    Search(SKEWED),
    Search(REPEATED),
    Search(RETRIED),
    Search(PAUSED),
    Search(BOUNDED),
    Search(ORDERED),
    Search(KEEPERS),
    Search(
        replace(BOUNDED, name="clocks too far apart", asks="what fencing is for: two at work, one effect", skew=2),
        AT_WORK,
    ),
    Search(
        replace(
            BOUNDED,
            name="drain too short",
            asks="a drain shorter than a request: two at work, one effect",
            rules=drained_for(1, LONG.rules()),
        ),
        AT_WORK,
    ),
    Search(
        replace(
            BOUNDED,
            name="and without fencing",
            asks="the same with nothing to refuse the loser",
            rules=drained_for(1, LONG.rules()),
            fencing=False,
        ),
        AT_WORK | EFFECTS,
    ),
    Search(UNFENCED, EFFECTS),
)
"""In this order; the last ones are broken on purpose."""
