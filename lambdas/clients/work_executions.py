"""Starts the executions that run work, and asks what became of them."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.resilience import TaskError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "state_machine": ("states:StartExecution",),
    "execution": ("states:DescribeExecution",),
}

_RUNNING: Final = frozenset({"RUNNING", "PENDING_REDRIVE"})
_TRIED: Final = frozenset({TaskError.ATTEMPT_FAILED, TaskError.INVALID_WORK})


class ExecutionState(StrEnum):
    """What is known of an execution."""

    ABSENT = "absent"
    """Never started, or longer ago than Step Functions remembers."""
    RUNNING = "running"
    TRIED = "tried"
    """Somebody tried the work and found no result for it."""
    ENDED = "ended"
    """For no fault of the work: its token was not stored, nobody came to it in time, or the Region had to stop."""


class WorkExecutions:
    """Executions of one state machine in the function's own Region."""

    def __init__(self, client: Any, state_machine_arn: str) -> None:
        """Use ``client`` (Step Functions) on a standard state machine; starts of an express one are not idempotent."""
        self._client = client
        self._arn = state_machine_arn

    def start(self, name: str, document: Mapping[str, Any]) -> bool:
        """Start an execution; ``False`` says that there is one of that name, which is the same start.

        Step Functions keeps a name for 90 days after its execution closed.
        https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
        """
        try:
            self._client.start_execution(
                stateMachineArn=self._arn, name=name, input=json.dumps(document, separators=(",", ":"))
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ExecutionAlreadyExists":
                return False
            raise
        return True

    def state(self, name: str) -> ExecutionState:
        """Say what became of the execution of that name."""
        arn = f"{self._arn.replace(':stateMachine:', ':execution:', 1)}:{name}"
        try:
            found = self._client.describe_execution(executionArn=arn)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
                return ExecutionState.ABSENT
            raise
        if found["status"] in _RUNNING:
            return ExecutionState.RUNNING
        return ExecutionState.TRIED if found.get("error") in _TRIED else ExecutionState.ENDED
