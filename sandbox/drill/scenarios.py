"""What can go wrong with a Region, as the drill makes it go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SLOW_S = 5.0
ERROR_SHARE = 0.3
HANG_S = 3.5
"""Longer than a canary or a prediction may take."""
FLAP_S = 10.0


@dataclass(frozen=True)
class Scenario:
    """One thing that goes wrong.

    Attributes:
        name: What it is called.
        fault: The fault in the primary Region (`sandbox.faults`), without the Region.
        path: The way back whose computed time the measured one is held against (`domain.resilience.objectives`);
            empty when the lease need not move.
        works: Pieces of work that are in flight when it begins.
        lasts_s: How long it lasts at least, in seconds.
        flaps: Comes and goes every `FLAP_S`.
        held: Whether the work that is in flight waits for its function until the fault comes, so that none is done.
        asked: Whether it is played only when it is asked for by its name.
    """

    name: str
    fault: Mapping[str, Any]
    path: str = ""
    works: int = 100
    lasts_s: float = 0.0
    flaps: bool = False
    held: bool = False
    asked: bool = False


def scenarios(works: int) -> tuple[Scenario, ...]:
    """Every scenario, in the order in which they are played.

    Args:
        works: Pieces of work in flight in the first one; the others have a hundredth each.
    """
    some = max(1, works // 100)
    return (
        Scenario("region down", {"kind": "region_down"}, "work", works, held=True),
        Scenario("region slow (5 s)", {"kind": "latency", "seconds": SLOW_S}, "work", some, held=True),
        Scenario("30 % errors", {"kind": "error_5xx", "share": ERROR_SHARE, "seed": 8}, "", some, lasts_s=10.0),
        Scenario("partition", {"kind": "isolated"}, "work", some, held=True),
        Scenario("flap every 10 s", {"kind": "region_down"}, "", some, lasts_s=3 * FLAP_S, flaps=True, held=True),
        Scenario(
            "model hangs",
            {"kind": "latency", "operation": "InvokeEndpoint", "seconds": HANG_S},
            "graceful",
            some,
            asked=True,
        ),
    )


def chosen(works: int, only: str | None) -> list[Scenario]:
    """What one drill plays: all but those that must be asked for, or those whose name holds a text."""
    found = scenarios(works)
    return [one for one in found if (not one.asked if only is None else only in one.name)]
