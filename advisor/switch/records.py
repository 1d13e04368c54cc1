"""What the switch's table holds: its state, its decisions, and the circuits of the patterns."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from advisor.errors import InputError
from domain.switching import SwitchState, parse_state

STATE: Final = "switch"
DECISION: Final = "decision#"
CIRCUIT: Final = "circuit#"


@dataclass(frozen=True)
class Circuit:
    """The circuit of a pattern.

    Attributes:
        state: ``closed``, ``open`` or ``half_open``.
        opened_at: Second since 1970 at which it opened; ``None`` while it is closed.
    """

    state: str
    opened_at: int | None

    def describe(self, now_s: float) -> str:
        """A few words for people."""
        since = "" if self.opened_at is None else f" for {max(0, round(now_s - self.opened_at))} s"
        return f"{self.state.lower().replace('_', '-')}{since}"


CLOSED: Final = Circuit("closed", None)
"""A circuit that nobody opened has no item."""


class SwitchRecords:
    """Reads the table.

    Args:
        client: boto3's DynamoDB client.
        table: Its name.
    """

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def state(self) -> SwitchState | None:
        """The state; ``None`` before the first look.

        Raises:
            InputError: The item is not what this version writes.
        """
        item = self._item(STATE)
        if item is None:
            return None
        try:
            return parse_state(_text(item, "document"))
        except ValueError as error:
            raise InputError(
                f"the item {STATE!r} of table {self._table} is not of this advisor's version: {error}"
            ) from error

    def decision(self, decision_id: str) -> Mapping[str, Any] | None:
        """A decision as it was recorded; ``None`` when there is none, or it is too old to be kept.

        Raises:
            InputError: The item is not what this version writes.
        """
        item = self._item(f"{DECISION}{decision_id}")
        if item is None:
            return None
        try:
            found = json.loads(_text(item, "document"))
        except ValueError as error:
            raise InputError(f"decision {decision_id} in table {self._table} is not JSON: {error}") from error
        if not isinstance(found, dict):
            raise InputError(f"decision {decision_id} in table {self._table} is {type(found).__name__}, not an object")
        return found

    def circuits(self, patterns: Sequence[str]) -> dict[str, Circuit]:
        """The circuits of patterns."""
        found = {pattern: self._item(f"{CIRCUIT}{pattern}") for pattern in patterns}
        return {pattern: CLOSED if item is None else _circuit(item) for pattern, item in found.items()}

    def _item(self, key: str) -> Mapping[str, Any] | None:
        reply = self._client.get_item(TableName=self._table, Key={"id": {"S": key}}, ConsistentRead=True)
        item: Mapping[str, Any] | None = reply.get("Item")
        return item


def _circuit(item: Mapping[str, Any]) -> Circuit:
    opened = item.get("opened_at", {}).get("N")
    return Circuit(str(item.get("state", {}).get("S", "unknown")), None if opened is None else int(float(opened)))


def _text(item: Mapping[str, Any], name: str) -> str:
    found = item.get(name, {}).get("S")
    if not isinstance(found, str):
        raise InputError(f"the item {item.get('id', {}).get('S')!r} has no text {name!r}")
    return found
