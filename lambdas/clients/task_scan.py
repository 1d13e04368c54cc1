"""Finds all tasks that still wait."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.batches.batch import StoredTask, TaskStatus
from lambdas.task_rows import stored_task

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:Scan",),
    "key": ("kms:Decrypt",),
}


class TaskScan:
    """Scans the task table. It holds one row for each run of the last days: expired rows leave by their ttl."""

    def __init__(self, client: Any, table: str, region: str) -> None:
        """Use ``client`` (DynamoDB) on ``table``, for the tasks of ``region``: no other Region knows their tokens."""
        self._client = client
        self._table = table
        self._region = region

    def pending(self) -> Iterator[StoredTask]:
        """Yield the tasks that wait, page by page."""
        position: dict[str, Any] = {}
        while True:
            page = self._client.scan(
                TableName=self._table,
                ConsistentRead=True,
                FilterExpression="#status = :pending AND execution_region = :region",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":pending": {"S": TaskStatus.PENDING.value}, ":region": {"S": self._region}},
                **position,
            )
            yield from map(stored_task, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            position = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
