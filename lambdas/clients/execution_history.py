"""Reads what a state machine's execution knew when it was interrupted."""

import json
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"execution": ("states:GetExecutionHistory",)}

NEWEST: Final = 50
"""Events looked at: a state has at most a handful between its entering and its end."""


class ExecutionHistory:
    """Histories of executions."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Step Functions)."""
        self._client = client

    def last_document(self, arn: str) -> dict[str, Any]:
        """Return the input of the state that was entered last; empty when nothing is known any more.

        Step Functions keeps histories for 90 days.
        https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
        """
        try:
            events = self._client.get_execution_history(
                executionArn=arn, maxResults=NEWEST, reverseOrder=True, includeExecutionData=True
            )["events"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
                return {}
            raise
        for event in events:
            entered = event.get("stateEnteredEventDetails")
            if entered is not None:
                found = json.loads(entered.get("input") or "{}")
                return found if isinstance(found, dict) else {}
        return {}
