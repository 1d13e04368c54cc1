"""Remembers which task of Step Functions waits for which transform job."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.batches.batch import StoredTask, TaskStatus

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:PutItem",),
    # A table with a customer key is read and written with the caller's right to use that key.
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
    "key": ("kms:Decrypt",),
}

SECONDS_PER_DAY: Final = 86_400


@dataclass(frozen=True)
class WaitingTask:
    """A task that waits: the job's name, the execution, its token, and where that execution runs."""

    task_id: str
    execution_id: str
    token: str
    execution_region: str
    state_machine_arn: str


class TaskTokens:
    """Writes the task table."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB) on ``table``."""
        self._client = client
        self._table = table

    def store(self, task: WaitingTask, *, now: float, ttl_days: int) -> StoredTask:
        """Store a waiting task until ``now`` (epoch seconds) + ``ttl_days``.

        Another attempt of the same execution has a new token, which replaces the old one.
        """
        ttl = int(now) + ttl_days * SECONDS_PER_DAY
        self._client.put_item(
            TableName=self._table,
            Item={
                "task_id": {"S": task.task_id},
                "execution_id": {"S": task.execution_id},
                "task_token": {"S": task.token},
                "execution_region": {"S": task.execution_region},
                "state_machine_arn": {"S": task.state_machine_arn},
                "status": {"S": TaskStatus.PENDING.value},
                "created_at": {"N": str(int(now))},
                "ttl": {"N": str(ttl)},
            },
        )
        return StoredTask(task.task_id, task.execution_id, task.token, TaskStatus.PENDING.value, int(now))
