"""Writes how a Region is, and reads how the other was when its last word arrived here."""

from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.resilience import Heartbeat

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:GetItem", "dynamodb:PutItem"),
    "key": ("kms:Decrypt",),
}

AHEAD_MS: Final = 120_000
"""Two runs of a Region's keeper overlap by less: a run ends within 90 s."""
_PREFIX: Final = "region#"


class Heartbeats:
    """Heartbeats in the token table, of which each Region has a replica.

    Each Region writes its own item only, so the table's rule that the last writer wins never has two to choose from.
    """

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB, in the function's own Region) on ``table``."""
        self._client = client
        self._table = table

    def read(self, region: str) -> Heartbeat | None:
        """Return the last heartbeat of a Region that arrived here; ``None``: none that can be read."""
        found = self._client.get_item(
            TableName=self._table, Key={"task_id": {"S": f"{_PREFIX}{region}"}}, ConsistentRead=True
        )
        item = found.get("Item")
        return None if item is None else _parse(region, item)

    def write(self, beat: Heartbeat, *, ttl_s: int) -> bool:
        """Write the own Region's heartbeat; ``False``: a later one is there, of another run that looked meanwhile.

        One from so far ahead that no run can have looked since is of a clock that was wrong, and is replaced: it would
        keep the Region silent until its time comes.

        Args:
            beat: What to write.
            ttl_s: When it may be removed, in seconds since 1970.
        """
        numbers = {
            "at_ms": beat.at_ms,
            "failures": beat.failures,
            "healthy_since_ms": beat.healthy_since_ms,
            "canary_ms": beat.canary_ms,
            "epoch": beat.epoch,
            "ttl": ttl_s,
        }
        try:
            self._client.put_item(
                TableName=self._table,
                Item={
                    "task_id": {"S": f"{_PREFIX}{beat.region}"},
                    "fingerprint": {"S": beat.fingerprint},
                    **{name: {"N": str(value)} for name, value in numbers.items()},
                },
                ConditionExpression="attribute_not_exists(at_ms) OR at_ms <= :at OR at_ms > :ahead",
                ExpressionAttributeValues={
                    ":at": {"N": str(beat.at_ms)},
                    ":ahead": {"N": str(beat.at_ms + AHEAD_MS)},
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True


def _parse(region: str, item: Mapping[str, Any]) -> Heartbeat | None:
    """An item that is no heartbeat says nothing of the Region: that is ``None``, as for one that never came."""
    try:
        return Heartbeat(
            region=region,
            at_ms=int(item["at_ms"]["N"]),
            failures=int(item["failures"]["N"]),
            healthy_since_ms=int(item["healthy_since_ms"]["N"]),
            canary_ms=int(item["canary_ms"]["N"]),
            fingerprint=str(item["fingerprint"]["S"]),
            epoch=int(item["epoch"]["N"]),
        )
    except (KeyError, ValueError):
        return None
