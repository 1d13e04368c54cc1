"""Remembers what auto-stop changed, one row an endpoint, so that it can be taken back; and what it told last.

A write names the version that it replaces: of two runs that act on one endpoint at the same time, one is refused.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.stops import Change, RecordState, Removal, StopRecord
from lambdas.errors import StopRecordTakenError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"),
    "key": ("kms:Decrypt",),
}

KEPT_RESTORED_S: Final = 7 * 86_400
"""A row of what was restored goes by its time to live; one of what is stopped never does."""
NOTICE: Final = "#notice"
"""No endpoint has such a name: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"""
_TAKEN: Final = "ConditionalCheckFailedException"


class StopRecords:
    """Reads and writes the table of records."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB) on ``table``."""
        self._client = client
        self._table = table

    def find(self, endpoint: str) -> StopRecord | None:
        """Return the record of an endpoint, or ``None``."""
        row = self._get(endpoint)
        return None if row is None else _record(row)

    def all(self) -> Iterator[StopRecord]:
        """Yield every record of what is not restored, page by page."""
        position: dict[str, Any] = {}
        while True:
            page = self._client.scan(TableName=self._table, ConsistentRead=True, **position)
            for row in page["Items"]:
                if row["endpoint"]["S"] != NOTICE and row["state"]["S"] != RecordState.RESTORED.value:
                    yield _record(row)
            if "LastEvaluatedKey" not in page:
                return
            position = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def store(self, record: StopRecord) -> None:
        """Store a record in place of the version before.

        Raises:
            StopRecordTakenError: Another run wrote since.
        """
        try:
            self._client.put_item(
                TableName=self._table,
                Item=_row(record),
                ConditionExpression="attribute_not_exists(endpoint) OR version = :before",
                ExpressionAttributeValues={":before": {"N": str(record.version - 1)}},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != _TAKEN:
                raise
            raise StopRecordTakenError(
                f"endpoint {record.endpoint!r}: another run has changed its record; this one leaves it alone"
            ) from error

    def last_notice(self) -> str:
        """Return what :meth:`remember_notice` was told last; empty at first."""
        row = self._get(NOTICE)
        return "" if row is None else str(row["text"]["S"])

    def remember_notice(self, text: str) -> None:
        """Remember what people were told."""
        self._client.put_item(TableName=self._table, Item={"endpoint": {"S": NOTICE}, "text": {"S": text}})

    def _get(self, endpoint: str) -> Mapping[str, Any] | None:
        key = {"endpoint": {"S": endpoint}}
        found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        row: Mapping[str, Any] | None = found.get("Item")
        return row


def _row(record: StopRecord) -> dict[str, Any]:
    removal = record.removal
    given = None if removal is None else {"configuration": removal.configuration, "tags": dict(removal.tags)}
    row = {
        "endpoint": {"S": record.endpoint},
        "state": {"S": record.state.value},
        "changes": {"L": [{"S": change.to_json()} for change in record.changes]},
        "removal": {"S": json.dumps(given)},
        "reason": {"S": record.reason},
        "at": {"S": record.at},
        "version": {"N": str(record.version)},
    }
    if record.state is RecordState.RESTORED:
        end = int(datetime.fromisoformat(record.at).timestamp()) + KEPT_RESTORED_S
        row["expires_at"] = {"N": str(end)}
    return row


def _record(row: Mapping[str, Any]) -> StopRecord:
    removal = json.loads(row["removal"]["S"])
    return StopRecord(
        endpoint=row["endpoint"]["S"],
        state=RecordState(row["state"]["S"]),
        changes=tuple(Change.from_json(change["S"]) for change in row["changes"]["L"]),
        removal=None if removal is None else Removal(**removal),
        reason=row["reason"]["S"],
        at=row["at"]["S"],
        version=int(row["version"]["N"]),
    )
