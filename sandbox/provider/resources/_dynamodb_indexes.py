"""Global secondary indexes of a table: from the program's words to DynamoDB's, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.provider.values import Props

_KEYS: Final = (("hashKey", "HASH"), ("rangeKey", "RANGE"))


def index_keys(inputs: Props) -> set[Any]:
    """Attributes that are keys of an index."""
    listed = inputs.get("globalSecondaryIndexes")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {key["AttributeName"] for one in found for key in _schema(one)}


def index_request(inputs: Props) -> Props:
    """What CreateTable is told of the indexes."""
    listed = inputs.get("globalSecondaryIndexes")
    if not isinstance(listed, list) or not listed:
        return {}
    return {"GlobalSecondaryIndexes": [_index(one) for one in listed]}


def _index(one: Any) -> Any:
    if not isinstance(one, dict):
        return one
    extra = {"NonKeyAttributes": sorted(one["nonKeyAttributes"])} if one.get("nonKeyAttributes") else {}
    return {
        "IndexName": one["name"],
        "KeySchema": _schema(one),
        "Projection": {"ProjectionType": one["projectionType"], **extra},
    }


def _schema(one: Props) -> list[Props]:
    """Keys of an index, given as a list or, in the older way, by name."""
    if one.get("keySchemas"):
        return [{"AttributeName": key["attributeName"], "KeyType": key["keyType"]} for key in one["keySchemas"]]
    return [{"AttributeName": one[name], "KeyType": kind} for name, kind in _KEYS if one.get(name)]


def index_props(table: Mapping[str, Any]) -> Props:
    """The indexes of DescribeTable's answer, in the program's words."""
    found = [_props(one) for one in table.get("GlobalSecondaryIndexes") or ()]
    return {"globalSecondaryIndexes": found} if found else {}


def _props(one: Mapping[str, Any]) -> Props:
    others = one["Projection"].get("NonKeyAttributes")
    return {
        "name": one["IndexName"],
        "keySchemas": [{"attributeName": key["AttributeName"], "keyType": key["KeyType"]} for key in one["KeySchema"]],
        "projectionType": one["Projection"]["ProjectionType"],
        **({"nonKeyAttributes": list(others)} if others else {}),
    }
