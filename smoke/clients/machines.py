"""Asks Step Functions whether a state machine can be started."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"state_machine": ("states:DescribeStateMachine",)}


class Machines:
    """Describes state machines."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Step Functions)."""
        self._client = client

    def status(self, arn: str) -> str | None:
        """Return its status, such as ``ACTIVE``; ``None`` when there is none of that ARN."""
        try:
            return str(self._client.describe_state_machine(stateMachineArn=arn)["status"])
        except self._client.exceptions.StateMachineDoesNotExist:
            return None
