"""Which functions the theme has, and what a network must lead them to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from components.foundation.reach import Callers
from domain.checks import refuse

ACCEPT: Final = "accept_work"
KEEP: Final = "keep_lease"
RUN: Final = "run_work"
"""Packages, which are also the dimension ``service`` of their metrics."""


def packages() -> tuple[str, ...]:
    """Folders below ``lambdas`` that are deployed, in each Region that runs."""
    return (ACCEPT, KEEP, RUN)


def callers() -> Callers:
    """The functions that a stack's network must lead from: all of them, in each Region."""
    return Callers(packages())


def require_reach(network_mode: str, ledger_region: str, regions: Iterable[str]) -> None:
    """Refuse functions in a network that does not lead to the ledger: no lease could be kept.

    A gateway endpoint takes requests to its own Region alone
    (https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html), so a network without a way to the
    internet does not reach a table of a third Region.

    Args:
        network_mode: ``none``, ``create`` or ``existing``; where an existing one leads is its owner's business.
        ledger_region: Where the ledger is asked.
        regions: Where functions run.

    Raises:
        ValueError: They could not ask it.
    """
    if network_mode == "create" and any(region != ledger_region for region in regions):
        refuse(
            "foundation.network.mode",
            network_mode,
            f"none, or existing with a way to DynamoDB of {ledger_region}: the ledger is there, and the endpoints of a "
            "network that this stack makes lead to its own Region alone. Or choose two Regions of one set for strong "
            "consistency: then each has a ledger of its own",
        )
