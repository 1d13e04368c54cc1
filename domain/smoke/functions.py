"""Whether the router answers and the switch knows where the traffic belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.smoke.check import Finding, failed, passed, unknown
from domain.switching.state import Mode
from domain.switching.verdict import Verdict


def judge_router(answer: Mapping[str, Any], *, raised: bool) -> Finding:
    """A known request must be answered by one of the patterns.

    Args:
        answer: The router's reply.
        raised: Whether the function ended with an error.
    """
    if raised:
        return failed(f"the router failed: {answer.get('errorType')}: {str(answer.get('errorMessage'))[:300]}")
    status, pattern = answer.get("status"), answer.get("pattern")
    if status == "answered" and pattern:
        return passed(f"answered by {pattern}")
    error = answer.get("error")
    told = f"{error.get('code')}: {error.get('message')}" if isinstance(error, Mapping) else str(status)
    return failed(f"no pattern answered: {told[:300]}")


def judge_switch(answer: Mapping[str, Any], *, raised: bool) -> Finding:
    """The switch must have decided, on patterns of which at least one is healthy.

    Args:
        answer: What its function answered to a look without effect.
        raised: Whether it ended with an error.
    """
    if raised:
        return failed(f"the switch failed: {answer.get('errorType')}: {str(answer.get('errorMessage'))[:300]}")
    primary, mode, patterns = answer.get("primary"), answer.get("mode"), answer.get("patterns")
    if not primary or not isinstance(patterns, list):
        return unknown("the switch names no pattern: it is another version than this checkout")
    verdicts = {str(one.get("pattern")): str(one.get("verdict")) for one in patterns if isinstance(one, Mapping)}
    listed = ", ".join(f"{name} {judged}" for name, judged in verdicts.items())
    if mode == Mode.NONE_HEALTHY.value or verdicts.get(str(primary)) == Verdict.DOWN.value:
        return failed(f"{primary} has the traffic, mode {mode}, and is not healthy ({listed})")
    return passed(f"{primary} has the traffic, mode {mode} ({listed})")
