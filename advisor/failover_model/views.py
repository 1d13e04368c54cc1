"""What the heartbeats can make a Region believe: every combination that a decision tells apart."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Final, NamedTuple

from advisor.failover_model.step import REGIONS
from domain.resilience import LeaseRules, Look, RegionHealth

NOW_MS: Final = 1_000_000_000
"""Now, in true time. Decisions depend on differences of times only."""
LONG_MS: Final = 10_000_000
"""Longer than any time of the rules."""
BEGAN_AGO_MS: Final = (0, LONG_MS)
"""How long ago an epoch began: just now, or long ago."""


class View(NamedTuple):
    """One belief.

    Args:
        look: What a look hands to the decision.
        truthful: Whether it is the one of a Region that is well, beside another that has been silent for long.
    """

    look: Look
    truthful: bool


@cache
def views(region: int, clock: int, rules: LeaseRules) -> tuple[View, ...]:
    """Every belief of a Region (0 or 1) at what its clock shows, in milliseconds."""
    me, peer = REGIONS[region], REGIONS[1 - region]
    well = RegionHealth(me, clock, 0, clock - LONG_MS)
    mine = (well, RegionHealth(me, clock, 0, clock), RegionHealth(me, clock, rules.unhealthy_after, 0))
    silent = (None, RegionHealth(peer, clock - LONG_MS, 0, clock - 2 * LONG_MS))
    theirs = (
        *silent,
        RegionHealth(peer, clock, 0, clock - LONG_MS),
        RegionHealth(peer, clock, 0, clock),
        RegionHealth(peer, clock, rules.unhealthy_after, 0),
    )
    return tuple(
        View(
            Look(me, peer, REGIONS[0], clock, own, other, reconciled=reconciled),
            own is well and other in silent,
        )
        for own, other, reconciled in product(mine, theirs, (False, True))
    )
