"""What the smoke tests ask of a stack that was deployed: the role that deploys it runs them too."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Access, Grant, Table
from domain.smoke.actions import required_actions

KINDS: Final = {
    "any": "everything",
    "api": "api_call",
    "api_key": "usage_plan",
    "bucket": "bucket",
    "component": "sagemaker",
    "endpoint": "sagemaker",
    "execution": "execution",
    "function": "function",
    "input": "smoke_input",
    "key": "own_key",
    "object": "run_object",
    "state_machine": "state_machine",
}
"""Scope of each kind of ``domain.smoke.actions``."""


def smoke_table(*, writes: bool) -> Table:
    """Access by kind.

    Args:
        writes: Whether they put files and start executions.
    """
    needed = required_actions(writes=writes)
    return {kind: Access(grants=(Grant(scope=KINDS[kind], read=actions),)) for kind, actions in needed.items()}
