"""Which pattern is the primary now, and how the traffic is spread: a pure function of what is known.

The rules, in this order:

1. A primary within its limits stays. If it is not home, and home is healthy for ``return_after_s`` without a break,
   traffic returns to home in the steps of ``return_shares``.
2. A primary that is degraded, or of which nothing recent is known, is left for the first healthy pattern by
   preference, but not within ``dwell_s`` of the last switch.
3. A primary that is down is left at once: for the first healthy pattern, else for the least bad one that is not down.
4. A pattern that was left rests for ``dwell_s`` before it can be the primary again. While the primary is down and the
   only pattern that answers rests, it carries the traffic all the same.
5. Without anything better the primary stays.

"Least bad" is: the better verdict, then fewer errors, then the lower p99, then the preference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.checks import finite_number, refuse
from domain.switching.health import PatternHealth
from domain.switching.memory import Memory, recall, remember
from domain.switching.rules import SwitchRules
from domain.switching.spread import least_bad, spread, trying_order
from domain.switching.state import Mode, SwitchState
from domain.switching.verdict import WITHIN, Finding, Judge, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and why.

    Attributes:
        state: What holds from now on.
        previous: The primary before; ``None`` for the first decision of all.
        switched: Whether the primary is another one now.
        reason: Why, for people.
        explanation: A verdict with its reasons on every pattern, by preference.
        healthy: The patterns within their limits, by preference.
        rules: What it was decided by.
    """

    state: SwitchState
    previous: str | None
    switched: bool
    reason: str
    explanation: tuple[Finding, ...]
    healthy: tuple[str, ...]
    rules: SwitchRules

    def record(self) -> dict[str, Any]:
        """Everything about the decision as plain JSON values, for the table and for whoever asks why."""
        state = self.state
        return {
            "decision_id": state.decision_id,
            "version": state.version,
            "decided_at_s": state.decided_s,
            "primary": state.primary,
            "previous": self.previous,
            "switched": self.switched,
            "mode": state.mode.value,
            "reason": self.reason,
            "weights": dict(state.weights),
            "order": list(state.order),
            "healthy": list(self.healthy),
            "patterns": [_finding(finding) for finding in self.explanation],
            "rules": self.rules.to_json(),
        }


@dataclass(frozen=True, slots=True)
class _Choice:
    """The primary, why, and the share that home has got back so far."""

    primary: str
    reason: str
    home_share: float | None = None


def decide(
    state: SwitchState | None, healths: Iterable[PatternHealth], rules: SwitchRules, now_s: float, version: int = 0
) -> Decision:
    """Decide anew. The order of ``healths`` changes nothing.

    Args:
        state: What the last decision left; ``None`` for the first one: home is the primary then, and nothing dwells.
            Patterns that ``rules.order`` does not have any more are forgotten.
        healths: What is known now, at most one of each pattern; a pattern without one is unknown, not healthy.
        rules: How to decide.
        now_s: Epoch seconds. When it is before what the state remembers, that is taken to be of now.
        version: Of the state to replace, when it exists and could not be read; otherwise the state's own holds.

    Raises:
        ValueError: Two healths of one pattern, or of one that ``rules.order`` does not name, or ``now_s`` is no time.
    """
    now_s = finite_number("now_s", now_s, 0)
    given = _by_pattern(healths, rules)
    past = recall(state, rules, now_s)
    judge = Judge(rules, now_s)
    findings = {
        name: judge(name, given.get(name), past.heard.get(name, 0.0), exceeded=name in past.exceeded)
        for name in rules.order
    }
    memory = remember(past, findings, now_s)
    choice = _choose(memory, findings, rules, now_s)
    return _settle(state, memory, findings, choice, rules, now_s, version if state is None else state.version)


def _by_pattern(healths: Iterable[PatternHealth], rules: SwitchRules) -> dict[str, PatternHealth]:
    given: dict[str, PatternHealth] = {}
    for health in healths:
        if health.pattern not in rules.order:
            refuse("health of pattern", health.pattern, f"one of {', '.join(rules.order)}")
        if health.pattern in given:
            refuse("health of pattern", health.pattern, "one for each pattern, and this one was given twice")
        given[health.pattern] = health
    return given


def _choose(memory: Memory, findings: Mapping[str, Finding], rules: SwitchRules, now_s: float) -> _Choice:
    primary = memory.primary
    verdict = findings[primary].verdict
    if verdict in WITHIN:
        return _home_or_stay(memory, findings, rules, now_s)
    why = f"{primary} is {verdict.value}: {'; '.join(findings[primary].reasons)}"
    dwelt_s = rules.dwell_s if memory.switched_s is None else now_s - memory.switched_s
    if verdict is not Verdict.DOWN and dwelt_s < rules.dwell_s:
        return _Choice(primary, f"{why}; it is kept for {rules.dwell_s - dwelt_s:.0f} s more after the last switch")
    rested = [name for name in rules.order if name != primary and memory.rested(name, rules, now_s)]
    for name in rested:
        if findings[name].verdict is Verdict.HEALTHY:
            return _Choice(name, f"{why}; {name} is the first healthy one by preference")
    if verdict is Verdict.DOWN and rested:
        best = least_bad(rested, findings)
        if findings[best].verdict is not Verdict.DOWN:
            return _Choice(best, f"{why}; none is healthy, and {best} is the least bad: {findings[best].verdict.value}")
    return _Choice(primary, f"{why}; there is no healthy pattern to switch to")


def _home_or_stay(memory: Memory, findings: Mapping[str, Finding], rules: SwitchRules, now_s: float) -> _Choice:
    primary, home = memory.primary, rules.home
    if primary == home:
        return _Choice(home, f"{home} is home and {findings[home].verdict.value}")
    since_s = memory.healthy_since.get(home)
    if since_s is None:
        return _Choice(primary, f"{primary} is {findings[primary].verdict.value}; home, {home}, is not healthy")
    starts_s = max(since_s + rules.return_after_s, (memory.switched_s or 0.0) + rules.dwell_s)
    if now_s < starts_s:
        wait = f"traffic returns in {starts_s - now_s:.0f} s if it stays so"
        return _Choice(primary, f"home, {home}, is healthy again; {wait}")
    step = int((now_s - starts_s) // rules.return_step_s)
    if step < len(rules.return_shares):
        share = rules.return_shares[step]
        return _Choice(primary, f"home, {home}, stayed healthy and gets {share:.0%} of the traffic", share)
    return _Choice(home, f"home, {home}, stayed healthy and is the primary again")


def _settle(
    before: SwitchState | None,
    memory: Memory,
    findings: Mapping[str, Finding],
    choice: _Choice,
    rules: SwitchRules,
    now_s: float,
    version: int,
) -> Decision:
    """Put the new state together."""
    previous = before.primary if before is not None else None
    switched = choice.primary != (previous or rules.home)
    left = dict(memory.left)
    left.pop(choice.primary, None)
    if choice.primary != memory.primary:
        left[memory.primary] = now_s
    healthy = tuple(name for name in rules.order if findings[name].verdict in WITHIN)
    order = trying_order(choice.primary, findings, rules)
    weights = spread(order[0], choice.home_share, findings, rules)
    mode = _mode(choice, findings, healthy)
    state = SwitchState(
        primary=choice.primary,
        since_s=now_s if switched or previous is None else memory.since_s,
        switched_s=now_s if switched else memory.switched_s,
        decided_s=now_s,
        version=version + 1,
        decision_id=f"{version + 1:06d}-{int(now_s * 1000):x}",  # the table takes each version once
        mode=mode,
        reason=choice.reason,
        weights=weights,
        order=order,
        healthy_since=memory.healthy_since,
        heard=memory.heard,
        left=left,
        exceeded=tuple(sorted(memory.exceeded)),
    )
    return Decision(state, previous, switched, choice.reason, tuple(findings.values()), healthy, rules)


def _mode(choice: _Choice, findings: Mapping[str, Finding], healthy: tuple[str, ...]) -> Mode:
    if not healthy:
        return Mode.NONE_HEALTHY
    if findings[choice.primary].verdict not in WITHIN:
        return Mode.DEGRADED
    return Mode.NORMAL if choice.home_share is None else Mode.RETURNING


def _finding(finding: Finding) -> dict[str, Any]:
    health = finding.health
    figures = None
    if health is not None:
        figures = {
            "is_available": health.is_available,
            "p50_ms": health.p50_ms,
            "p99_ms": health.p99_ms,
            "error_rate": health.error_rate,
            "capacity_utilization": health.capacity_utilization,
            "last_updated": health.last_updated,
        }
    return {
        "pattern": finding.pattern,
        "verdict": finding.verdict.value,
        "reasons": list(finding.reasons),
        "health": figures,
    }
