"""Strong consistency: one store for all replicas, which needs two of its three regions.

A region that cannot reach another member has no quorum: writes and strongly consistent reads fail there, eventually
consistent reads give what it had. AWS names no error for that; InternalServerError is the one that its model leaves.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.dynamodb.groups import Consistency, GlobalTable
from sandbox.errors import AwsError
from sandbox.moto_app import LOCKS
from sandbox.request import ACCOUNT_ID, AwsRequest

WRITES: Final = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"})
READS: Final = frozenset({"GetItem", "Query", "Scan", "BatchGetItem"})
TRANSACTIONS: Final = frozenset({"TransactWriteItems", "TransactGetItems"})
_QUORUM: Final = 2


class StrongTables:
    """Checks calls to tables of strong consistency, and keeps what each region can see of them.

    Args:
        context: Borders.
        groups: Global tables by region and name; read at each call.
    """

    def __init__(self, context: SandboxContext, groups: Mapping[tuple[str, str], GlobalTable]) -> None:
        self._context = context
        self._groups = groups
        self._stores: dict[str, Any] = {}
        self._apart: set[tuple[str, str]] = set()
        context.borders.watch(self.look)

    def share(self, group: GlobalTable, items: Any) -> None:
        """Makes `items` what all replicas have."""
        self._stores[group.name] = items
        self.look()

    def forget(self, name: str) -> None:
        """The table is of one region again."""
        self._stores.pop(name, None)
        self._apart = {one for one in self._apart if one[1] != name}

    def look(self) -> None:
        """A region without quorum keeps what it had; one that has it again sees all."""
        with LOCKS["dynamodb"]:
            for (region, name), group in list(self._groups.items()):
                table, store = _table(region, name), self._stores.get(name)
                if group.consistency is not Consistency.STRONG or table is None or store is None:
                    continue
                apart = not self._has_quorum(region, group)
                if apart and (region, name) not in self._apart:
                    table.items = copy.deepcopy(store)
                    self._apart.add((region, name))
                elif not apart:
                    table.items = store
                    self._apart.discard((region, name))

    def check(self, request: AwsRequest) -> None:
        """Refuses what a table of strong consistency cannot do, or cannot do now.

        Raises:
            AwsError: ValidationException for transactions and time to live, InternalServerError without quorum.
        """
        operation, body = request.operation, request.json()
        for name, consistent in _tables(operation, body):
            group = self._groups.get((request.region, name))
            if group is None or group.consistency is not Consistency.STRONG:
                continue
            if operation in TRANSACTIONS:
                raise AwsError("ValidationException", f"table {name} has strong consistency, which has no transactions")
            if operation == "UpdateTimeToLive":
                raise AwsError("ValidationException", f"table {name} has strong consistency, which has no time to live")
            if (operation in WRITES or consistent) and not self._has_quorum(request.region, group):
                reached = ", ".join(sorted(group.voters - {request.region}))
                message = f"{operation} on {name}: {request.region} reaches none of {reached} (no quorum)"
                raise AwsError("InternalServerError", message, 500)

    def _has_quorum(self, region: str, group: GlobalTable) -> bool:
        reached = [one for one in group.voters if self._context.borders.reaches(region, one)]
        return len(reached) >= _QUORUM


def _tables(operation: str, body: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Tables that a call names, and whether it reads them with strong consistency."""
    if operation in ("BatchWriteItem", "BatchGetItem"):
        for name, one in (body.get("RequestItems") or {}).items():
            yield plain_name(name), isinstance(one, dict) and bool(one.get("ConsistentRead"))
    elif operation in TRANSACTIONS:
        for entry in body.get("TransactItems") or ():
            for one in entry.values():
                yield plain_name(str(one.get("TableName"))), False
    elif body.get("TableName"):
        yield plain_name(str(body["TableName"])), operation in READS and bool(body.get("ConsistentRead"))


def plain_name(name_or_arn: str) -> str:
    """The name of a table that may be given by its ARN."""
    return name_or_arn.rsplit("/", 1)[-1] if name_or_arn.startswith("arn:") else name_or_arn


def _table(region: str, name: str) -> Any:
    from moto.dynamodb.models import dynamodb_backends

    return dynamodb_backends[ACCOUNT_ID][region].tables.get(name)
