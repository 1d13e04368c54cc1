"""Removes work whose result nobody asks for any more."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.resilience import WorkState, work_id

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:DeleteItem",),
    "key": ("kms:Decrypt",),
}


class WorkRemoval:
    """Deletes items."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB, in the ledger's Region) on ``table``."""
        self._client = client
        self._table = table

    def remove(self, key: str, bucket: str) -> bool:
        """Remove work that is done and lies in ``bucket``; ``False``: it does not, or somebody else removed it."""
        try:
            self._client.delete_item(
                TableName=self._table,
                Key={"id": {"S": work_id(key)}},
                ConditionExpression="#state = :done AND #bucket = :bucket",
                ExpressionAttributeNames={"#state": "state", "#bucket": "bucket"},
                ExpressionAttributeValues={":done": {"S": WorkState.DONE.value}, ":bucket": {"S": bucket}},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True
