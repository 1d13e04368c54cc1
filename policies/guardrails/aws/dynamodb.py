"""Tables of DynamoDB: their keys and replicas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.demands import any_given
from guardrails.props import Props
from guardrails.rule import Resource

TABLE: Final = "aws:dynamodb/table:Table"
REPLICA: Final = "aws:dynamodb/tableReplica:TableReplica"
LOCAL, GLOBAL = "localSecondaryIndexes", "globalSecondaryIndexes"


def restored(resource: Resource) -> bool:
    """True for a table that takes keys, indexes and billing from its source."""
    return any_given(resource, "restoreSourceTableArn", "restoreSourceName", "restoreBackupArn")


def entries(block: Props) -> list[Props]:
    """The elements of a list; an unknown list stands for its elements, which are then unknown too."""
    return [block] if block.unknown else list(block.each())


def keys(resource: Resource) -> list[Props]:
    """Where the table and its indexes name an attribute as a key."""
    return [key for key in _keys(resource) if key.present]


def _keys(resource: Resource) -> Iterator[Props]:
    for owner in (resource.props, *entries(resource[LOCAL]), *entries(resource[GLOBAL])):
        yield owner["hashKey"]
        yield owner["rangeKey"]
        yield from (part["attributeName"] for part in entries(owner["keySchemas"]))


def strong(replica: Props) -> bool:
    """True for a replica of strong consistency, which is asked for; the other kind is the default."""
    return replica["consistencyMode"].text() == "STRONG"


def stream_lacking(table: Resource) -> Iterator[tuple[Props, str]]:
    """Where a table's stream is not the one that eventually consistent replicas follow, and why."""
    enabled, view = table["streamEnabled"], table["streamViewType"]
    if not enabled.flag() and not enabled.unknown:
        yield enabled, "is not true, but the table has replicas"
    elif view.text() not in {None, "", "NEW_AND_OLD_IMAGES"}:
        yield view, f"is {view.show()}, but the table has replicas"


def own_key(key: Props) -> bool:
    """True for a key of the customer's, once it is known; the account's ``alias/aws/dynamodb`` is none."""
    return "alias/aws/" not in (key.text() or "alias/aws/")
