"""Checks a threshold against its rule's schema. Pulumi's engine does so too; an audit has no engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
"""Python types of JSON's."""

KEYWORDS: Final = frozenset({"type", "enum", "minimum", "maximum", "items", "additionalProperties", "description"})
"""What rules use; a test refuses others."""


def refusal(schema: Mapping[str, Any], value: object) -> str:
    """What is accepted in place of ``value``; empty when it is accepted."""
    return "" if _fits(schema, value) else accepted(schema)


def accepted(schema: Mapping[str, Any]) -> str:
    """The values that a schema accepts, in words."""
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if schema["type"] == "array":
        return f"a list of: {accepted(schema['items'])}"
    if schema["type"] == "object":
        return f"an object of: {accepted(schema['additionalProperties'])}"
    low, high = schema.get("minimum"), schema.get("maximum")
    kind = "a whole number" if schema["type"] == "integer" else f"a {schema['type']}"
    bounds = [f"from {low}" if low is not None else "", f"to {high}" if high is not None else ""]
    return " ".join([kind, *filter(None, bounds)])


def _fits(schema: Mapping[str, Any], value: object) -> bool:
    if not _is_of(schema["type"], value) or ("enum" in schema and value not in schema["enum"]):
        return False
    if isinstance(value, Mapping):
        return all(_fits(schema["additionalProperties"], inner) for inner in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return all(_fits(schema["items"], inner) for inner in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def _is_of(kind: str, value: object) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()  # the engine hands over every number as a float
    return isinstance(value, TYPES[kind])
