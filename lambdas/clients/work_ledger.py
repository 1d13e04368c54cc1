"""Reads what became of a piece of work."""

from collections.abc import Mapping
from typing import Any, Final

from domain.resilience import Work, work_id
from lambdas.work.rows import parse_work

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:GetItem",),
    "key": ("kms:Decrypt",),
}


class WorkLedger:
    """Reads work."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB, in the ledger's Region) on ``table``."""
        self._client = client
        self._table = table

    def read(self, key: str) -> Work | None:
        """Return the work as it stands in every Region; ``None`` where nobody gave any under that key.

        Raises:
            LedgerCorruptError: The item holds no work.
            ClientError: The ledger refused to answer.
            BotoCoreError: It did not answer.
        """
        found = self._client.get_item(TableName=self._table, Key={"id": {"S": work_id(key)}}, ConsistentRead=True)
        item = found.get("Item")
        return None if item is None else parse_work(item)
