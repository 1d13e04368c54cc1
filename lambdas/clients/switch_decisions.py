"""Writes what the switch decided: the state, in place of the version before, and a record of the decision."""

import json
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import ClientError

from domain.switching import SwitchState
from lambdas.clients.switch_states import STATE_ID

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:PutItem",),
    "key": ("kms:Decrypt",),
}

DECISION_PREFIX: Final = "decision#"
"""Hash key of a decision: this and its id."""
_TAKEN: Final = "ConditionalCheckFailedException"


class SwitchDecisions:
    """Writes states and decisions."""

    def __init__(self, client: Any, table: str) -> None:
        """Use ``client`` (DynamoDB) on ``table``."""
        self._client = client
        self._table = table

    def store(self, state: SwitchState) -> bool:
        """Store a state in place of the version before; False says that another evaluator was first.

        A retry of the SDK's own, after an answer that was lost, finds its own write and says False too: the state is
        there all the same, and the next decision goes on from it.
        """
        try:
            self._client.put_item(
                TableName=self._table,
                Item={
                    "id": {"S": STATE_ID},
                    "document": {"S": state.to_json()},
                    "version": {"N": str(state.version)},
                },
                # Without a version it is nobody's state, and nothing would ever replace it.
                ConditionExpression="attribute_not_exists(version) OR version = :before",
                ExpressionAttributeValues={":before": {"N": str(state.version - 1)}},
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == _TAKEN:
                return False
            raise
        return True

    def record(self, decision_id: str, record: Mapping[str, Any], expires_at: float) -> None:
        """Keep what was decided, and why, until ``expires_at`` (epoch seconds)."""
        self._client.put_item(
            TableName=self._table,
            Item={
                "id": {"S": f"{DECISION_PREFIX}{decision_id}"},
                "document": {"S": json.dumps(record, sort_keys=True, separators=(",", ":"))},
                "expires_at": {"N": str(int(expires_at))},
            },
        )
