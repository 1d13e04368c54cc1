"""Whether one pattern is healthy, and why not."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from domain.switching.health import PatternHealth
from domain.switching.rules import SwitchRules


class Verdict(StrEnum):
    """What a pattern's health comes to, from the best to the worst.

    ``healthy``: within every limit. ``recovering``: within the limits, but not clear of one that it had passed.
    ``degraded``: past a limit. ``unknown``: nothing recent is known. ``down``: unavailable, or failing.
    """

    HEALTHY = "healthy"
    RECOVERING = "recovering"
    DEGRADED = "degraded"
    UNKNOWN = "unknown"
    DOWN = "down"


RANK: Final = {verdict: rank for rank, verdict in enumerate(Verdict)}
"""What is known to be degraded is tried before what is not known at all, and what is down comes last."""
WITHIN: Final = frozenset({Verdict.HEALTHY, Verdict.RECOVERING})
"""Within the limits."""
FIGURES: Final = ("p99 in ms", "error rate", "utilization")
"""In the order in which they are compared."""


class Finding(NamedTuple):
    """The verdict on a pattern.

    Attributes:
        pattern: The pattern.
        verdict: The verdict.
        reasons: Why, for people; empty for a healthy one.
        health: What it rests on; ``None`` when the pattern was not heard of.
        clear: Whether every figure is below its limit by the margin.
    """

    pattern: str
    verdict: Verdict
    reasons: tuple[str, ...]
    health: PatternHealth | None
    clear: bool = False


class Judge:
    """Judges patterns at one moment.

    Args:
        rules: The limits and the margin.
        now_s: Epoch seconds.
    """

    __slots__ = ("_clear", "_limits", "_newest_s", "_now_s", "_oldest_s", "_rules")

    def __init__(self, rules: SwitchRules, now_s: float) -> None:
        self._rules, self._limits, self._now_s = rules, rules.limits, now_s
        self._oldest_s, self._newest_s = now_s - rules.limits.stale_s, now_s + rules.skew_s
        keep = 1 - rules.margin
        self._clear = (rules.limits.p99_ms * keep, rules.limits.error_rate * keep, rules.limits.utilization * keep)

    def __call__(self, pattern: str, health: PatternHealth | None, heard_s: float, *, exceeded: bool) -> Finding:
        """Judge one pattern.

        Args:
            pattern: The pattern.
            health: What is known of it now.
            heard_s: When the newest health that was heard of before is of; 0 without any.
            exceeded: Whether it passed a limit and has not been clear of it since.
        """
        if health is None:
            return Finding(pattern, Verdict.UNKNOWN, ("nothing is known of it",), None)
        if not max(heard_s - self._rules.skew_s, self._oldest_s) <= health.last_updated <= self._newest_s:
            return Finding(pattern, Verdict.UNKNOWN, (self._untimely(health, heard_s),), health)
        errors, p99_ms, used = health.error_rate, health.p99_ms, health.capacity_utilization
        if not health.is_available or (errors or 0.0) >= self._limits.outage_error_rate:
            return Finding(pattern, Verdict.DOWN, (self._outage(health),), health)
        if p99_ms is None or errors is None:
            return self._half_known(health, (p99_ms, errors, used))
        clear_p99_ms, clear_errors, clear_used = self._clear
        if p99_ms <= clear_p99_ms and errors <= clear_errors and (used or 0.0) <= clear_used:
            return Finding(pattern, Verdict.HEALTHY, (), health, clear=True)
        return self._near_or_over(health, (p99_ms, errors, used or 0.0), exceeded=exceeded)

    def _outage(self, health: PatternHealth) -> str:
        if not health.is_available:
            return "it is unavailable"
        return f"{health.error_rate:.1%} of the calls fail: an outage from {self._limits.outage_error_rate:.0%} on"

    def _half_known(self, health: PatternHealth, figures: tuple[float | None, float | None, float | None]) -> Finding:
        """Judge one of which a figure is missing: what is known may be past its limit all the same."""
        over = self._over(figures)
        if over:
            return Finding(health.pattern, Verdict.DEGRADED, over, health)
        missing = "no call has measured it" if figures[1] is None else "no call has measured how long an answer takes"
        return Finding(health.pattern, Verdict.UNKNOWN, (missing,), health)

    def _over(self, figures: tuple[float | None, float | None, float | None]) -> tuple[str, ...]:
        limits = (self._limits.p99_ms, self._limits.error_rate, self._limits.utilization)
        return tuple(
            f"{name} {value:.4g} is above {limit:g}"
            for name, value, limit in zip(FIGURES, figures, limits, strict=True)
            if value is not None and value > limit
        )

    def _near_or_over(self, health: PatternHealth, figures: tuple[float, float, float], *, exceeded: bool) -> Finding:
        """Judge one that is not clear of all limits."""
        over = self._over(figures)
        if over:
            return Finding(health.pattern, Verdict.DEGRADED, over, health)
        if not exceeded:
            return Finding(health.pattern, Verdict.HEALTHY, (), health)
        limits = (self._limits.p99_ms, self._limits.error_rate, self._limits.utilization)
        near = tuple(
            f"{name} {value:.4g} is within {limit:g}, but a limit was passed and it is not yet at {clear:.4g}"
            for name, value, limit, clear in zip(FIGURES, figures, limits, self._clear, strict=True)
            if value > clear
        )
        return Finding(health.pattern, Verdict.RECOVERING, near, health)

    def _untimely(self, health: PatternHealth, heard_s: float) -> str:
        if health.last_updated < heard_s - self._rules.skew_s:
            return f"its health goes back in time, by {heard_s - health.last_updated:.3g} s, so it says nothing"
        ahead_s = health.last_updated - self._now_s
        if ahead_s > self._rules.skew_s:
            return f"its health is from the future, by {ahead_s:.3g} s, so it says nothing"
        return f"its health is {-ahead_s:.3g} s old, and stale after {self._limits.stale_s:g} s"
