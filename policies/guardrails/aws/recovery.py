"""The tiers of disaster recovery, and the component that declares one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from guardrails.rule import Resource, Setting

COMPONENT: Final = "inference-platform:resilience:Resilience"
"""Its inputs are the tier that it declares and the figures that were computed for it; `tier` is an output too."""

RTO: Final = "rtoSeconds"
RPO: Final = "rpoSeconds"
DEFAULTS: Final[Mapping[str, Mapping[int, int]]] = {
    RTO: {1: 300, 2: 1800, 3: 14400},
    RPO: {1: 1, 2: 3600, 3: 86400},
}
"""Seconds that each tier allows, by the component's input."""
MEANING: Final = {RTO: "Longest recovery time", RPO: "How far back accepted work may be lost"}


def settings(figure: str) -> tuple[Setting, ...]:
    """What an organisation may set of a figure: it for each tier."""
    return tuple(
        Setting(
            _name(figure, tier),
            {"type": "integer", "minimum": 0, "description": f"{MEANING[figure]} of tier {tier}, in seconds"},
            seconds,
        )
        for tier, seconds in DEFAULTS[figure].items()
    )


def tier(component: Resource) -> int | None:
    """The tier that is declared; None when it is not known, or there is none of that number."""
    number = component["tier"].number()
    return next((one for one in DEFAULTS[RTO] if one == number), None)


def allowed(component: Resource, figure: str, of: int) -> float:
    """What a tier allows, in seconds."""
    return component.number(_name(figure, of))


def _name(figure: str, of: int) -> str:
    return f"{figure}Tier{of}"
