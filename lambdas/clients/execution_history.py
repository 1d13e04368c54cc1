"""Reads what a state machine's execution knew when it was interrupted."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"execution": ("states:GetExecutionHistory",)}

PAGE: Final = 100
"""Events that are asked for at once: a state that is tried often has more between its entering and its end."""


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
        for event in self._newest_first(arn):
            entered = event.get("stateEnteredEventDetails")
            if entered is not None:
                found = json.loads(entered.get("input") or "{}")
                return found if isinstance(found, dict) else {}
        return {}

    def _newest_first(self, arn: str) -> Iterator[Mapping[str, Any]]:
        position: dict[str, str] = {}
        while True:
            try:
                page = self._client.get_execution_history(
                    executionArn=arn, maxResults=PAGE, reverseOrder=True, includeExecutionData=True, **position
                )
            except ClientError as error:
                if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
                    return
                raise
            yield from page["events"]
            if not page.get("nextToken"):
                return
            position = {"nextToken": page["nextToken"]}
