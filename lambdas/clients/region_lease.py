"""Reads which Region acts."""

from collections.abc import Mapping
from typing import Any, Final

from domain.resilience import LEASE_ID, Lease
from lambdas.work.rows import parse_lease

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:GetItem",),
    "key": ("kms:Decrypt",),
}


class RegionLease:
    """Reads the lease."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB, in the ledger's Region) on ``table``."""
        self._client = client
        self._table = table

    def read(self) -> Lease | None:
        """Return the lease as it stands in every Region; ``None`` before the first one.

        Raises:
            LedgerCorruptError: The item holds no lease.
            ClientError: The ledger refused to answer: without a quorum, a strong table does not.
            BotoCoreError: It did not answer.
        """
        found = self._client.get_item(TableName=self._table, Key={"id": {"S": LEASE_ID}}, ConsistentRead=True)
        item = found.get("Item")
        return None if item is None else parse_lease(item)
