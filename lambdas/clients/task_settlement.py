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

    def __init__(self, client: Any, table: str, region: str) -> None:
        """Use ``client`` (DynamoDB) on ``table``, for the tasks of ``region``.

        A token is worth something only where its execution runs. Another Region would be told that nobody waits with
        it, and would mark as settled what still waits there.
        """
        self._client = client
        self._table = table
        self._region = region

    def tasks_of(self, task_id: str) -> Iterator[StoredTask]:
        """Yield every task of a job, settled ones too; read consistently, as the event may follow the write at once."""
        position: dict[str, Any] = {}
        while True:
            page = self._client.query(
                TableName=self._table,
                ConsistentRead=True,
                KeyConditionExpression="task_id = :task",
                FilterExpression="execution_region = :region",
                ExpressionAttributeValues={":task": {"S": task_id}, ":region": {"S": self._region}},
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
