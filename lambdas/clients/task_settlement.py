"""Finds the tasks that wait for a job, and marks them as settled."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.batches.batch import StoredTask, TaskStatus
from lambdas.task_rows import stored_task

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:Query", "dynamodb:UpdateItem"),
    "key": ("kms:Decrypt",),
}


class TaskSettlement:
    """Reads and updates the tasks of a job."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB) on ``table``."""
        self._client = client
        self._table = table

    def tasks_of(self, task_id: str) -> Iterator[StoredTask]:
        """Yield every task of a job, settled ones too; read consistently, as the event may follow the write at once."""
        position: dict[str, Any] = {}
        while True:
            page = self._client.query(
                TableName=self._table,
                ConsistentRead=True,
                KeyConditionExpression="task_id = :task",
                ExpressionAttributeValues={":task": {"S": task_id}},
                **position,
            )
            yield from map(stored_task, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            position = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def mark_done(self, task: StoredTask) -> bool:
        """Turn PENDING into DONE; ``False`` when it was done before, or a new attempt waits with another token."""
        try:
            self._client.update_item(
                TableName=self._table,
                Key={"task_id": {"S": task.task_id}, "execution_id": {"S": task.execution_id}},
                UpdateExpression="SET #status = :done",
                ConditionExpression="#status = :pending AND task_token = :token",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={
                    ":done": {"S": TaskStatus.DONE.value},
                    ":pending": {"S": TaskStatus.PENDING.value},
                    ":token": {"S": task.token},
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True
