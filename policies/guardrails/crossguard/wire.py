"""Decodes properties into plain values: from the engine's protobuf, or else from the SDK's proxies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pulumi_policy.proxy import UnknownValueError

from guardrails.props import UNKNOWN, UNKNOWN_SENTINELS, Plain, Secret

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a mark of the wire format, no password
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
ASSETS: Final = frozenset({"c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7"})
"""Marks of the wire format for a secret, an output, an asset and an archive (sdk/go/common/resource/properties.go)."""


def from_struct(struct: Any) -> dict[str, Plain]:
    """Decode a protobuf Struct."""
    return {name: _from_value(value) for name, value in struct.fields.items()}


def _from_value(value: Any) -> Plain:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text: str = value.string_value
        return UNKNOWN if text in UNKNOWN_SENTINELS else text
    if kind == "struct_value":
        return _marked(from_struct(value.struct_value))
    if kind == "list_value":
        return [_from_value(element) for element in value.list_value.values]
    if kind == "number_value":
        return float(value.number_value)
    if kind == "bool_value":
        return bool(value.bool_value)
    return None


def _marked(found: dict[str, Plain]) -> Plain:
    """An object, or what its mark says that it stands for. What a new mark means is unknown: deferred, never passed."""
    mark = found.get(SIGNATURE)
    if mark is None:
        return found
    if mark == SECRET:
        return Secret(found.get("value", UNKNOWN))
    if mark == OUTPUT:
        value = found.get("value", UNKNOWN)
        return Secret(value) if found.get("secret") is True else value
    return {name: value for name, value in found.items() if name != SIGNATURE} if mark in ASSETS else UNKNOWN


def from_proxy(proxy: object) -> dict[str, Plain]:
    """Decode the SDK's proxy. It has unwrapped the secrets, so every value counts as secret: no message may show it."""
    if not isinstance(proxy, Mapping):
        raise TypeError(f"properties are a {type(proxy).__name__}; a mapping is expected")
    return {name: Secret(_guarded(proxy, name)) for name in proxy}


def _guarded(proxy: Any, key: Any) -> Plain:
    try:
        value = proxy[key]
    except UnknownValueError:
        return UNKNOWN
    if isinstance(value, Mapping):
        return {name: _guarded(value, name) for name in value}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_guarded(value, index) for index in range(len(value))]
    return value if isinstance(value, str | float | bool | int) else None if value is None else {}
