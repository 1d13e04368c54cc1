"""Starts an execution of the inference state machine, looks how it stands, stops it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "state_machine": ("states:StartExecution",),
    "execution": ("states:DescribeExecution", "states:StopExecution"),
}


@dataclass(frozen=True)
class Execution:
    """How an execution stands; ``output`` is empty until it succeeded."""

    status: str
    output: Mapping[str, Any]
    error: str


class Runs:
    """Executions of one state machine."""

    def __init__(self, client: Any, state_machine_arn: str) -> None:
        """Use ``client`` (Step Functions)."""
        self._client = client
        self._state_machine_arn = state_machine_arn

    def start(self, name: str, request: Mapping[str, Any]) -> str:
        """Start an execution of that name and return its ARN."""
        begun = self._client.start_execution(
            stateMachineArn=self._state_machine_arn, name=name, input=json.dumps(dict(request))
        )
        return str(begun["executionArn"])

    def look(self, arn: str) -> Execution:
        """Return how it stands."""
        found = self._client.describe_execution(executionArn=arn)
        error = f"{found.get('error', '')} {found.get('cause', '')}".strip()
        return Execution(str(found["status"]), json.loads(found.get("output") or "{}"), error)

    def stop(self, arn: str, why: str) -> None:
        """End an execution that nobody waits for any more."""
        self._client.stop_execution(executionArn=arn, error="SmokeTest", cause=why)
