"""Whether the lease of a stack of two Regions is held, and both of them are healthy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.smoke.check import Finding, failed, passed, unknown


@dataclass(frozen=True)
class RegionSaid:
    """What a Region's keeper said of itself; ``answer`` is ``None``, with the problem, when it gave none."""

    region: str
    answer: Mapping[str, Any] | None
    problem: str = ""


def judge_lease(said: Sequence[RegionSaid]) -> Finding:
    """Exactly one Region holds the lease and acts, and all that answer agree on who.

    Args:
        said: What each Region with functions said.
    """
    answers = {one.region: one.answer for one in said if one.answer is not None}
    if not answers:
        return unknown("no Region answers: " + "; ".join(f"{one.region}: {one.problem}" for one in said))
    holders = {str(answer.get("holder")) for answer in answers.values() if answer.get("holder")}
    acting = [region for region, answer in answers.items() if answer.get("acts") is True]
    if not holders:
        return failed("nobody holds the lease: no work is started")
    if len(holders) > 1:
        return failed(f"the Regions disagree on who holds the lease: {', '.join(sorted(holders))}")
    holder = holders.pop()
    if acting != [holder]:
        if holder not in answers:
            return unknown(f"{holder} holds the lease, and does not answer")
        return failed(f"{holder} holds the lease, and {', '.join(acting) or 'nobody'} acts")
    answer = answers[holder]
    return passed(f"{holder} holds it under epoch {answer.get('epoch')}, mode {answer.get('mode')}")


def judge_region(said: RegionSaid, *, alone: bool = False) -> Finding:
    """A Region must say that it is healthy, hear the other one, and agree with it.

    Args:
        said: What it said.
        alone: Whether nothing runs in the other Region, so that there is nobody to hear.
    """
    if said.answer is None:
        return unknown(f"it does not answer: {said.problem}")
    if said.answer.get("healthy") is not True:
        return failed(f"it is not healthy: {said.answer.get('reason')}")
    if alone:
        return passed("healthy; nothing runs in the other Region")
    peer = said.answer.get("peer")
    if not isinstance(peer, Mapping):
        return unknown("it does not say what it hears of the other Region")
    problem = _of_peer(peer)
    return failed(problem) if problem else passed(f"healthy, and hears {peer.get('region')}")


def _of_peer(peer: Mapping[str, Any]) -> str:
    name = peer.get("region")
    if peer.get("fresh") is not True:
        return f"its last heartbeat of {name} is too old, or there is none"
    if peer.get("healthy") is not True:
        return f"{name} says that it is not healthy"
    if peer.get("diverged"):
        return f"it and {name} disagree on the lease"
    return f"{name} runs other code: deploy both" if peer.get("drifted") else ""
