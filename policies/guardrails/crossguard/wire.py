"""Properties as they travel between the engine and the pack, to and from plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guardrails.marks import marked
from guardrails.props import UNKNOWN, UNKNOWN_SENTINELS, Plain


def from_struct(struct: Any) -> dict[str, Plain]:
    """Decode a protobuf Struct."""
    return {name: _from_value(value) for name, value in struct.fields.items()}


def set_value(struct: Any, name: str, value: object) -> None:
    """Set one field of a protobuf Struct; the others stay as they are, secrets and unknown values too.

    Raises:
        TypeError: A value that does not travel.
    """
    _write(struct.fields[name], value)


def _from_value(value: Any) -> Plain:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text: str = value.string_value
        return UNKNOWN if text in UNKNOWN_SENTINELS else text
    if kind == "struct_value":
        return marked(from_struct(value.struct_value))
    if kind == "list_value":
        return [_from_value(element) for element in value.list_value.values]
    if kind == "number_value":
        return float(value.number_value)
    if kind == "bool_value":
        return bool(value.bool_value)
    return None


def _write(target: Any, value: object) -> None:
    target.Clear()
    if isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = value
    elif isinstance(value, str):
        target.string_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        for name, inner in value.items():
            _write(target.struct_value.fields[name], inner)
    elif isinstance(value, list | tuple):
        target.list_value.SetInParent()
        for inner in value:
            _write(target.list_value.values.add(), inner)
    else:
        raise TypeError(f"a repair sets a {type(value).__name__}; strings, numbers, booleans, lists and objects travel")
