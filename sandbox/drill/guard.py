"""Which stacks a drill may touch; asked before anything else is."""

from __future__ import annotations

import re
from collections.abc import Sequence

SANDBOX_STACK = "drill"
PRODUCTION = frozenset({"prod", "production", "live"})


class DrillRefusedError(Exception):
    """The drill does not start; nothing was touched."""


def is_production(stack: str) -> bool:
    """Whether a stack is called production: a part of its name is, between `/`, `.`, `-` and `_`."""
    return not PRODUCTION.isdisjoint(re.split(r"[^a-z0-9]+", stack.lower()))


def check_stack(stack: str, *, yes_prod: bool) -> None:
    """Refuses a stack that serves people, unless that is meant.

    Args:
        stack: Its name.
        yes_prod: Whether `--yes-prod` was given.

    Raises:
        DrillRefusedError: It is called prod, and nobody said that this is meant.
    """
    if is_production(stack) and not yes_prod:
        raise DrillRefusedError(
            f"stack {stack!r} is called production, and a drill sends work to it and moves its lease. Nothing was "
            "touched. Name another stack, or give --yes-prod when this is meant"
        )


def check_faults(stack: str) -> None:
    """Refuses a stack that is not in the sandbox: nothing there can be broken on purpose, nor told what it cost.

    Raises:
        DrillRefusedError: It is another one.
    """
    if stack != SANDBOX_STACK:
        raise DrillRefusedError(
            f"stack {stack!r} is not the sandbox's, and a Region of AWS cannot be broken from here. Nothing was "
            f"touched. For a game day follow docs/runbooks, `python -m advisor dr fail-over --stack {stack}` or FIS"
        )


def check_only(only: str | None, names: Sequence[str]) -> None:
    """Refuses a text that no scenario's name holds, before minutes are spent on a deployment.

    Raises:
        DrillRefusedError: There is nothing to play.
    """
    if only is not None and not any(only in name for name in names):
        raise DrillRefusedError(f"--only {only!r} is in no scenario's name; accepted: a part of {', '.join(names)}")
