"""What the switch remembers of the patterns, taken from the last state and carried on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from domain.switching.rules import SwitchRules
from domain.switching.state import SwitchState
from domain.switching.verdict import Finding, Verdict


class Memory(NamedTuple):
    """The primary and the past of every pattern; the fields are those of ``SwitchState``."""

    primary: str
    since_s: float
    switched_s: float | None
    healthy_since: Mapping[str, float]
    heard: Mapping[str, float]
    left: Mapping[str, float]
    exceeded: frozenset[str]

    def rested(self, pattern: str, rules: SwitchRules, now_s: float) -> bool:
        """Whether a pattern may be the primary: it was not left within the dwell."""
        return now_s - self.left.get(pattern, -rules.dwell_s) >= rules.dwell_s


def recall(state: SwitchState | None, rules: SwitchRules, now_s: float) -> Memory:
    """What is remembered, without patterns that are no more.

    A moment after ``now_s`` (another evaluator's clock was ahead) counts as now: a wait may last longer, never shorter.
    After a gap longer than health keeps, nobody knows of an unbroken health: waiting for it starts anew too.
    """
    if state is None:
        return Memory(rules.home, now_s, None, {}, {}, {}, frozenset())
    known = frozenset(rules.order)
    gap = now_s - state.decided_s > rules.limits.stale_s
    if not gap and state.decided_s <= now_s and state.weights.keys() == known:  # as almost always
        return Memory(
            state.primary,
            state.since_s,
            state.switched_s,
            state.healthy_since,
            state.heard,
            state.left,
            frozenset(state.exceeded),
        )
    gone = state.primary not in known
    return Memory(
        primary=rules.home if gone else state.primary,
        since_s=now_s if gone else min(state.since_s, now_s),
        switched_s=None if state.switched_s is None else min(state.switched_s, now_s),
        healthy_since=dict.fromkeys(known & state.healthy_since.keys(), now_s)
        if gap
        else _until(state.healthy_since, known, now_s),
        heard=_until(state.heard, known, now_s),
        left=_until(state.left, known, now_s),
        exceeded=known.intersection(state.exceeded),
    )


def remember(past: Memory, findings: Mapping[str, Finding], now_s: float) -> Memory:
    """What is remembered after the patterns were judged."""
    healthy, degraded, unknown, down = Verdict.HEALTHY, Verdict.DEGRADED, Verdict.UNKNOWN, Verdict.DOWN
    healthy_since, heard, exceeded = {}, dict(past.heard), set(past.exceeded)
    for pattern, (_, verdict, _, health, clear) in findings.items():
        if verdict is healthy:
            healthy_since[pattern] = past.healthy_since.get(pattern, now_s)
        if health is None or verdict is unknown:
            continue
        if health.last_updated > heard.get(pattern, 0.0):
            heard[pattern] = health.last_updated
        # An unavailable pattern says nothing about its limits; one whose calls fail has passed that of the errors.
        if verdict is degraded or (verdict is down and health.is_available):
            exceeded.add(pattern)
        elif clear:
            exceeded.discard(pattern)
    return Memory(past.primary, past.since_s, past.switched_s, healthy_since, heard, past.left, frozenset(exceeded))


def _until(moments: Mapping[str, float], known: frozenset[str], now_s: float) -> dict[str, float]:
    return {pattern: min(moment, now_s) for pattern, moment in moments.items() if pattern in known}
