"""Reads what the switch decided last, for the router and for the next decision."""

from collections.abc import Mapping
from typing import Any, Final

from domain.switching import SwitchState, parse_state
from lambdas.errors import SwitchStateError

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:GetItem",),
    "key": ("kms:Decrypt",),
}

STATE_ID: Final = "switch"
"""Hash key of the one item that holds the state."""


class SwitchStates:
    """Reads the state."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB) on ``table``."""
        self._client = client
        self._table = table

    def read(self, *, consistent: bool = False) -> SwitchState | None:
        """Return the state; ``None`` before the first decision.

        Args:
            consistent: Whether to see the last write for certain, at twice the price; a decision needs that.

        Raises:
            SwitchStateError: There is an item that is no state; it has the version of the item.
        """
        found = self._client.get_item(TableName=self._table, Key={"id": {"S": STATE_ID}}, ConsistentRead=consistent)
        item = found.get("Item")
        if item is None:
            return None
        version = int(item.get("version", {}).get("N", 0))
        try:
            return parse_state(item["document"]["S"])
        except (KeyError, ValueError) as error:
            raise SwitchStateError(
                f"item {STATE_ID!r} of table {self._table!r} holds no state of the switch: {error}. "
                "The next decision replaces it.",
                version,
            ) from error
