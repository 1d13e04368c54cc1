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

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB) on ``table``."""
        self._client = client
        self._table = table

    def pending(self) -> Iterator[StoredTask]:
        """Yield the tasks that wait, page by page."""
        position: dict[str, Any] = {}
        while True:
            page = self._client.scan(
                TableName=self._table,
                ConsistentRead=True,
                FilterExpression="#status = :pending",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":pending": {"S": TaskStatus.PENDING.value}},
                **position,
            )
            yield from map(stored_task, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            position = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
