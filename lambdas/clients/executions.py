"""Asks Step Functions whether an execution still runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"execution": ("states:DescribeExecution",)}

_ALIVE: Final = frozenset({"RUNNING", "PENDING_REDRIVE"})


class Executions:
    """Executions of the training pipeline."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Step Functions)."""
        self._client = client

    def is_running(self, arn: str) -> bool:
        """Say whether an execution runs; one that Step Functions no longer knows ended long ago."""
        try:
            found = self._client.describe_execution(executionArn=arn)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
                return False
            raise
        return found["status"] in _ALIVE
