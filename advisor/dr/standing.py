"""How a stack's Regions stand, as their keepers say; one that does not answer is part of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.dr.sites import STATUS_S, Sites
from advisor.errors import InputError
from domain.resilience import Order

MS = 1000


@dataclass(frozen=True)
class Said:
    """What a Region said.

    Attributes:
        region: Which.
        answer: Its status; ``None`` when it gave none.
        problem: Why it gave none.
    """

    region: str
    answer: Mapping[str, Any] | None
    problem: str = ""


def ask(sites: Sites) -> tuple[Said, ...]:
    """Ask both Regions for their status.

    Raises:
        InputError: Neither answers.
    """
    found = tuple(_said(sites, region) for region in (sites.primary, sites.secondary))
    if not any(one.answer for one in found):
        raise InputError("no Region answers: " + "; ".join(f"{one.region}: {one.problem}" for one in found))
    return found


def _said(sites: Sites, region: str) -> Said:
    try:
        answer = sites.ask(region, {"action": "status"}, STATUS_S)
    except InputError as error:
        return Said(region, None, str(error))
    if answer.failed:
        return Said(region, None, f"{answer.payload.get('errorType')}: {answer.payload.get('errorMessage')}")
    return Said(region, answer.payload)


def sound(found: tuple[Said, ...]) -> bool:
    """Both answer, and one of them may act."""
    return all(one.answer for one in found) and any(one.answer and one.answer.get("acts") for one in found)


def keeper_for(sites: Sites, found: tuple[Said, ...], order: Order, to: str | None) -> str:
    """The Region to order in: for a move the holder, else the one that is to act afterwards, else one that answers.

    A holder that is asked drains, then hands over. Without it the other Region waits for the end of the lease.
    """
    moves = order in (Order.FAIL_OVER, Order.FAIL_BACK)
    holder = next((one.region for one in found if one.answer and one.answer.get("holder") == one.region), None)
    if moves and holder is not None:
        return holder
    answering = [one.region for one in found if one.answer]
    wanted = to or (sites.secondary if order is Order.FAIL_OVER else sites.primary)
    return wanted if wanted in answering else answering[0]


def lines(found: tuple[Said, ...]) -> list[str]:
    """The status for people: the lease first, then each Region."""
    first = next(one.answer for one in found if one.answer)
    return [*lease_lines(first), *(line for one in found for line in _region_lines(one))]


def lease_lines(answer: Mapping[str, Any]) -> list[str]:
    """Who holds the lease, and for how long."""
    if answer.get("holder") is None:
        return ["lease      nobody holds it"]
    left = answer.get("expires_in_ms")
    ends = f", ends in {left / MS:.1f} s" if isinstance(left, int | float) else ""
    handed = f", on its way to {answer['handover_to']}" if answer.get("handover_to") else ""
    pinned = f", pinned to {answer['pinned']}" if answer.get("pinned") else ""
    return [f"lease      {answer['holder']}, epoch {answer.get('epoch')}, {answer.get('mode')}{ends}{handed}{pinned}"]


def _region_lines(one: Said) -> list[str]:
    if one.answer is None:
        return [f"{one.region:<10} does not answer: {one.problem}"]
    answer = one.answer
    acts, well = (
        ("acts" if answer.get("acts") else "stands by"),
        ("healthy" if answer.get("healthy") else "NOT healthy"),
    )
    count = answer.get("open")
    open_work = "open work not counted" if count is None else f"{count} open"
    return [
        f"{one.region:<10} {acts}, {well}, {open_work}; {answer.get('reason')}",
        f"{'':<10} hears of {_peer(answer.get('peer') or {})}",
    ]


def _peer(peer: Mapping[str, Any]) -> str:
    age = peer.get("staleness_ms")
    heard = "nothing yet" if age is None else f"a heartbeat {age / MS:.1f} s old"
    said = [
        name
        for name, value in (("its code differs", peer.get("drifted")), ("they disagree", peer.get("diverged")))
        if value
    ]
    return ", ".join(
        [f"{peer.get('region')}: {heard}", "healthy" if peer.get("healthy") else "not known to be healthy", *said]
    )


def document(found: tuple[Said, ...]) -> dict[str, Any]:
    """The status as JSON."""
    return {
        "sound": sound(found),
        "regions": {one.region: one.answer if one.answer else {"unreachable": one.problem} for one in found},
    }
