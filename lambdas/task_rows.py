"""Reads the rows of the task table."""

from collections.abc import Mapping
from typing import Any

from domain.batches.batch import StoredTask


def stored_task(row: Mapping[str, Any]) -> StoredTask:
    """Return the task that one row of DynamoDB holds."""
    return StoredTask(
        task_id=row["task_id"]["S"],
        execution_id=row["execution_id"]["S"],
        token=row["task_token"]["S"],
        status=row["status"]["S"],
        created_at=float(row["created_at"]["N"]),
    )
