"""Lists work by its bucket: what is open, and what was done on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.resilience import WorkState, all_open_buckets
from lambdas.work.rows import INDEX, key_of

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:Query",),
    "key": ("kms:Decrypt",),
}


@dataclass(frozen=True)
class OpenWork:
    """What the index knows of work that has no result; it lags behind the table by a moment.

    Attributes:
        key: The work's key.
        state: ``accepted`` or ``claimed``.
        epoch: Of the claim; 0 before the first.
        attempt: Of the claim; 0 before the first.
        claimed_at_ms: When it was claimed, in milliseconds since 1970; 0 before the first claim.
    """

    key: str
    state: WorkState
    epoch: int
    attempt: int
    claimed_at_ms: int


class WorkListing:
    """Queries the index."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB, in the ledger's Region) on ``table``."""
        self._client = client
        self._table = table

    def open_work(self) -> Iterator[OpenWork]:
        """Yield the open work, oldest first within each of the buckets, page by page."""
        for bucket in all_open_buckets():
            for item in self._items(bucket):
                found = _open_work(item)
                if found is not None:
                    yield found

    def keys_in(self, bucket: str) -> Iterator[str]:
        """Yield the keys of the work in a bucket, such as ``done#2026-11-26``."""
        return map(key_of, self._items(bucket))

    def _items(self, bucket: str) -> Iterator[Mapping[str, Any]]:
        position: dict[str, Any] = {}
        while True:
            page = self._client.query(
                TableName=self._table,
                IndexName=INDEX,
                KeyConditionExpression="#bucket = :bucket",
                ExpressionAttributeNames={"#bucket": "bucket"},
                ExpressionAttributeValues={":bucket": {"S": bucket}},
                **position,
            )
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            position = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def _open_work(item: Mapping[str, Any]) -> OpenWork | None:
    """What an entry of the index says; ``None``: it is of no work of ours, and left alone.

    Where the index projects nothing but keys all work seems new, and is claimed again: harmless, but dear.
    """

    def number(name: str) -> int:
        return int(item.get(name, {}).get("N", 0))

    try:
        state = WorkState(item.get("state", {}).get("S", WorkState.ACCEPTED.value))
        return OpenWork(key_of(item), state, number("epoch"), number("attempt"), number("claimed_at_ms"))
    except ValueError:
        return None
