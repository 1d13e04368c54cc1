"""Whether the cost controls are as the settings say: scheduled actions, billing alarms, auto-stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain.smoke.alarms import ALARM, AlarmFacts
from domain.smoke.check import Finding, failed, passed, unknown

SHOWN: Final = 3


@dataclass(frozen=True, order=True)
class Move:
    """A scheduled action: when, and which bounds it sets."""

    schedule: str
    timezone: str
    least: int | None
    most: int | None

    def describe(self) -> str:
        """For people."""
        return f"{self.schedule} {self.timezone} to {self.least}..{self.most}"


def judge_schedule(wanted: frozenset[Move], found: frozenset[Move]) -> Finding:
    """Each action of the settings' plan must be there; of others it is said that there are some.

    Args:
        wanted: What the settings come to, without single actions (``at``) of the past, which AWS removes.
        found: What Application Auto Scaling has for the unit.
    """
    missing = sorted(wanted - found)
    if missing:
        shown = "; ".join(one.describe() for one in missing[:SHOWN])
        return failed(f"{len(missing)} of {len(wanted)} scheduled actions are missing: {shown}; deploy again")
    if not wanted:
        return unknown("the settings have a schedule for it, and come to no action")
    others = len(found - wanted)
    rest = f"; {others} more are not of the schedule" if others else ""
    return passed(f"all {len(wanted)} scheduled actions are there{rest}")


def judge_billing(thresholds: Mapping[str, float], found: Mapping[str, Sequence[AlarmFacts]]) -> Finding:
    """Each tier must have an alarm with its threshold that tells its topic.

    A tier that rings is said and does not fail: money that was spent is no reason to keep a fix from being deployed.

    Args:
        thresholds: Dollars by tier, as the settings say.
        found: Alarms that tell the tier's topic, by tier.
    """
    problems, rings = [], []
    for tier, dollars in thresholds.items():
        alarms = found.get(tier, ())
        right = [one for one in alarms if one.threshold == dollars and one.enabled]
        if not right:
            there = ", ".join(f"{one.threshold:g}" for one in alarms if one.threshold is not None) or "none"
            problems.append(f"{tier}: no alarm at {dollars:g} USD that tells its topic (thresholds found: {there})")
        rings += [tier for one in right if one.state == ALARM]
    if problems:
        return failed("; ".join(problems))
    if not thresholds:
        return unknown("the settings have billing alarms on, and name no tier")
    listed = ", ".join(f"{tier} {dollars:g} USD" for tier, dollars in thresholds.items())
    return passed(f"{listed}{'; reached: ' + ', '.join(rings) if rings else ''}")


def judge_auto_stop(answer: Mapping[str, Any], *, raised: bool) -> Finding:
    """The function must have looked at the endpoints without a failure.

    Args:
        answer: What it answered.
        raised: Whether it ended with an error.
    """
    if raised:
        return failed(f"the function failed: {answer.get('errorType')}: {str(answer.get('errorMessage'))[:300]}")
    bad = answer.get("failed")
    if not isinstance(bad, Sequence) or isinstance(bad, str):
        return unknown("the function answers without a list of what failed: it is another version than this checkout")
    if bad:
        return failed(f"{len(bad)} endpoints could not be judged: {'; '.join(map(str, bad[:SHOWN]))}")
    seen = answer.get("endpoints", answer.get("seen"))
    return passed(f"it looked at {seen} endpoints" if isinstance(seen, int) else "it answers, and nothing failed")
