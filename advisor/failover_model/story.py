"""The shortest way to a state, step by step."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from advisor.failover_model.described import Described, Told
from advisor.failover_model.scope import TICK_MS
from advisor.failover_model.search import Break, Exploration
from advisor.failover_model.sentences import sentence


@dataclass(frozen=True)
class Line:
    """One step of a story.

    Args:
        text: What happened.
        concerns: The input that it happened to, as ``input 1``; empty when it is none of them.
        lease: The lease after it.
        broken: Invariants that it broke, in their words.
    """

    text: str
    concerns: str
    lease: str
    broken: tuple[str, ...]


def story(model: Told, found: Exploration, end: Break) -> list[Line]:
    """How a state is reached from the start, by as few steps as possible.

    Args:
        model: What was searched.
        found: The search.
        end: The last step.
    """
    ways = [end.after]
    index = end.before
    while True:
        ways.append(index)
        if found.parents[index] == index:
            break
        index = found.parents[index]
    ways.reverse()
    lines: list[Line] = []
    parts = model.parts(found.states[ways[0]])
    for index, (before, after) in enumerate(itertools.pairwise(ways)):
        last = index == len(ways) - 2
        taken = _taken(model, found.states[before], found.states[after], parts, breaks=last)
        lines.append(_line(model, taken))
        parts = taken.parts
    return lines


def _taken(model: Told, before: int, after: int, parts: tuple[int, ...], *, breaks: bool) -> Described:
    """The step between two states: among equal ones the last of a story is the one that breaks something."""
    ways = [one for one in model.successors(before, parts) if one.state == after]
    if not ways:
        raise AssertionError("a state was reached by no step")
    return max(ways, key=lambda one: bool(one.step.broken)) if breaks else ways[0]


def _line(model: Told, taken: Described) -> Line:
    concerns = "" if taken.place is None else f"input {taken.place + 1}"
    return Line(
        sentence(taken.step.label),
        concerns,
        lease_text(model, taken.state),
        tuple(one.value for one in taken.step.broken),
    )


def lease_text(model: Told, state: int) -> str:
    """The lease of a state, for people."""
    lease = model.lease(state)
    if lease is None:
        return "no lease"
    left = lease.expires_at_ms // TICK_MS
    when = f"{left} tick{'s' if left != 1 else ''} left" if left > 0 else "expired"
    to = f" for {lease.handover_to}" if lease.handover_to and lease.mode.value != "held" else ""
    return f"{lease.holder} epoch {lease.epoch} {lease.mode.value}{to}, {when}"
