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
    _find_methods_once()


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

    equal, unequal, hashed = DynamoType.__eq__, DynamoType.__ne__, DynamoType.__hash__

    def quick_equal(self: Any, other: Any) -> bool:
        if self.type == "S":
            return bool(other.type == "S" and self.value == other.value)
        return bool(equal(self, other))

    def quick_unequal(self: Any, other: Any) -> bool:
        if self.type == "S":
            return bool(other.type != "S" or self.value != other.value)
        return bool(unequal(self, other))

    def quick_hash(self: Any) -> int:
        return hash(("S", self.value)) if self.type == "S" else int(hashed(self))

    setattr(DynamoType, "__eq__", quick_equal)  # noqa: B010
    setattr(DynamoType, "__ne__", quick_unequal)  # noqa: B010
    setattr(DynamoType, "__hash__", quick_hash)  # noqa: B010


def _find_methods_once() -> None:
    from moto.core import responses
    from moto.core.utils import method_names_from_class

    setattr(responses, "method_names_from_class", lru_cache(maxsize=256)(method_names_from_class))  # noqa: B010
