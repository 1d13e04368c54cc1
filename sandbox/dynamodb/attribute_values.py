"""Moto's attribute values, quicker: half of the time of a read went into writing out what is JSON already.

Moto looks each member of each attribute value up under four names, and compares texts as decimals might be compared.
"""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any, Final

_SHAPE: Final = "AttributeValue"


def apply() -> None:
    """Puts the quicker ways in place; called once."""
    _write_attribute_values_as_they_are()
    _compare_texts_as_texts()
    _sort_by_text()
    _find_methods_once()
    _project_without_converting()


def plain(value: Any) -> Any:
    """An attribute value, or a map or list of them, as DynamoDB's JSON; bytes as base64."""
    from moto.dynamodb.models.dynamo_type import DynamoType

    if isinstance(value, DynamoType):
        return {value.type: plain(value.value)}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _write_attribute_values_as_they_are() -> None:
    from moto.core.serialize import BaseJSONSerializer

    structure: Any = BaseJSONSerializer._serialize_type_structure

    def serialize(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == _SHAPE and key and (known := _flat(value)) is not None:
            self._default_serialize(serialized, known, shape, key)
            return
        structure(self, serialized, value, shape, key)

    setattr(BaseJSONSerializer, "_serialize_type_structure", serialize)  # noqa: B010 - no assignment to a method


def _flat(value: Any) -> dict[str, Any] | None:
    """The JSON of a text, number, truth or null; None for what needs more thought."""
    if isinstance(value, dict):
        if len(value) != 1:
            return None
        kind, held = next(iter(value.items()))
    else:
        kind, held = getattr(value, "type", ""), getattr(value, "value", None)
    if kind in ("S", "N"):
        return {kind: held if isinstance(held, str) else str(held)}
    return {kind: held} if kind in ("BOOL", "NULL") else None


def _compare_texts_as_texts() -> None:
    from moto.dynamodb.models.dynamo_type import DynamoType

    declared: Any = DynamoType.__dict__["cast_value"]
    cast = declared.fget
    less, equal, unequal = DynamoType.__lt__, DynamoType.__eq__, DynamoType.__ne__

    def quick_cast(self: Any) -> Any:
        return self.value if self.type == "S" else cast(self)

    def quick_less(self: Any, other: Any) -> bool:
        return bool(self.value < other.value if self.type == other.type == "S" else less(self, other))

    def quick_equal(self: Any, other: Any) -> bool:
        return bool(self.value == other.value if self.type == other.type == "S" else equal(self, other))

    def quick_unequal(self: Any, other: Any) -> bool:
        return bool(self.value != other.value if self.type == other.type == "S" else unequal(self, other))

    for name, quick in (("__lt__", quick_less), ("__eq__", quick_equal), ("__ne__", quick_unequal)):
        setattr(DynamoType, name, quick)
    setattr(DynamoType, "cast_value", property(quick_cast))  # noqa: B010


def _sort_by_text() -> None:
    """Every query sorts the whole table by its key."""
    from moto.dynamodb.models.table import Table

    items = Table.all_items

    def sorted_items(self: Any) -> list[Any]:
        if self.range_key_attr or self.hash_key_type != "S":
            return list(items(self))
        return [self.items[key] for key in sorted(self.items, key=lambda key: str(key.value))]

    setattr(Table, "all_items", sorted_items)  # noqa: B010


def _find_methods_once() -> None:
    from moto.core import responses
    from moto.core.utils import method_names_from_class

    setattr(responses, "method_names_from_class", lru_cache(maxsize=256)(method_names_from_class))  # noqa: B010


def _project_without_converting() -> None:
    """Moto makes Python values of the whole item for each attribute that is wanted: most of the time of a query."""
    from moto.dynamodb.models.dynamo_type import Item, LimitedSizeDict

    project: Any = Item.project

    def pick(self: Any, expressions: list[list[str]]) -> Any:
        if any(len(path) != 1 or "[" in path[0] for path in expressions):
            return project(self, expressions)
        attributes = LimitedSizeDict()
        for (name,) in expressions:
            if name in self.attrs:
                dict.__setitem__(attributes, name, self.attrs[name])
        picked = Item(self.hash_key, self.range_key, {})
        picked.attrs = attributes
        return picked

    setattr(Item, "project", pick)  # noqa: B010
