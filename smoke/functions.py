"""One call of a function of the stack: what it answers, and whether it ended with an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from advisor.function_call import Answer, invoked
from smoke.context import Context

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"function": ("lambda:InvokeFunction",)}
"""What `advisor.function_call` needs."""
READ_S: Final = 120


def asked(context: Context, name: str, event: Mapping[str, Any], region: str | None = None) -> Answer:
    """Ask a function once.

    Raises:
        InputError: It could not be run.
    """
    return invoked(context.connections.client("lambda", region, READ_S, 1), name, event)
