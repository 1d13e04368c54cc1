"""What to take back when a watch ended early: the smallest thing that can have caused it first."""

from __future__ import annotations

from typing import Final

API: Final = "http api"
ROUTER: Final = "router"
API_PART: Final = "predic"
"""Of the names of the API's alarms, also where a long one was shortened."""


def undo(stack: str, source: str) -> tuple[str, ...]:
    """What to do, in order.

    Args:
        stack: Name of the stack.
        source: What was seen to be bad: a target of the watch, or an alarm's name.
    """
    steps = []
    about = source.lower()
    if API in about or API_PART in about:
        steps += [
            f"new code of the API: python -m advisor code-release stop --stack {stack}",
            f"a new model behind it: python -m advisor model rollback --stack {stack}",
        ]
    elif "training" in about or "endpoint" in about:
        steps.append(f"a new model: python -m advisor model rollback --stack {stack}")
    if ROUTER in about or "switch" in about:
        steps.append(f"look where the traffic goes: python -m advisor switch status --stack {stack}")
    if "-dr-" in about:
        steps.append(f"look which Region acts: python -m advisor dr status --stack {stack}")
    steps.append(f"the deployment: run the workflow rollback.yml for {stack} with the commit that was deployed before")
    return tuple(steps)
