"""Property values between the engine's structs and Python: unknowns, assets and archives included.

The provider tells the engine that it doesn't accept secrets; the engine then sends them in clear and marks what
comes back under the same property itself, so no secret is ever lost here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from google.protobuf import struct_pb2

from sandbox.provider.assets import Archive, Asset

Props = dict[str, Any]

_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  # a mark in the protocol, no secret
_RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_UNKNOWN_STRING: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
# The engine has one sentinel a type: bool, number, string, array, asset, archive, object.
_UNKNOWNS: Final = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        _UNKNOWN_STRING,
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    }
)


class Unknown:
    """A value that is only known once the resource it comes from exists; there is one instance, `UNKNOWN`."""

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __copy__(self) -> Unknown:
        return self

    def __deepcopy__(self, memo: object) -> Unknown:
        return self


UNKNOWN: Final = Unknown()


def has_unknown(value: object) -> bool:
    """Whether anything inside `value` is unknown."""
    if isinstance(value, Mapping):
        return any(has_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(has_unknown(item) for item in value)
    return value is UNKNOWN


def decode_struct(struct: struct_pb2.Struct) -> Props:
    """The properties in `struct`; nulls are left out, whole numbers become ints."""
    decoded = {key: decode(value) for key, value in struct.fields.items()}
    return {key: value for key, value in decoded.items() if value is not None}


def decode(value: struct_pb2.Value) -> Any:
    """One value of the engine as Python.

    Raises:
        ValueError: A signature that this provider doesn't know.
    """
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _decode_object(value.struct_value)
    if kind == "list_value":
        return [decode(item) for item in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "string_value":
        return UNKNOWN if value.string_value in _UNKNOWNS else value.string_value
    if kind == "bool_value":
        return value.bool_value
    return None


def _decode_object(struct: struct_pb2.Struct) -> Any:
    if _SIGNATURE not in struct.fields:
        return decode_struct(struct)
    signature = struct.fields[_SIGNATURE].string_value
    content = {key: decode(item) for key, item in struct.fields.items() if key != _SIGNATURE}
    if signature in {_SECRET, _OUTPUT}:
        return content.get("value", UNKNOWN)
    if signature == _ASSET:
        return Asset(content.get("path"), content.get("text"), content.get("uri"), content.get("hash"))
    if signature == _ARCHIVE:
        return Archive(content.get("path"), content.get("assets"), content.get("uri"), content.get("hash"))
    if signature == _RESOURCE:
        return content.get("id") or content.get("urn")
    raise ValueError(f"the engine sent a value with the unknown signature {signature!r}")


def encode_struct(props: Mapping[str, Any]) -> struct_pb2.Struct:
    """`props` as the engine's struct, without the nulls."""
    return struct_pb2.Struct(fields={key: encode(value) for key, value in props.items() if value is not None})


def encode(value: Any) -> struct_pb2.Value:
    """One Python value for the engine.

    Raises:
        TypeError: A type that has no form in the protocol.
    """
    match value:
        case None:
            encoded = struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
        case Unknown():
            encoded = struct_pb2.Value(string_value=_UNKNOWN_STRING)
        case bool():
            encoded = struct_pb2.Value(bool_value=value)
        case int() | float():
            encoded = struct_pb2.Value(number_value=value)
        case str():
            encoded = struct_pb2.Value(string_value=value)
        case datetime():
            encoded = struct_pb2.Value(string_value=value.isoformat())
        case Mapping():
            encoded = struct_pb2.Value(struct_value=encode_struct(value))
        case list() | tuple():
            encoded = struct_pb2.Value(list_value=struct_pb2.ListValue(values=[encode(item) for item in value]))
        case Asset() | Archive():
            encoded = _encode_file(value)
        case _:
            raise TypeError(f"a {type(value).__name__} has no form in the engine's protocol: {value!r:.80}")
    return encoded


def _encode_file(value: Asset | Archive) -> struct_pb2.Value:
    signature = _ASSET if isinstance(value, Asset) else _ARCHIVE
    content = {key: item for key, item in vars(value).items() if item is not None}
    return struct_pb2.Value(struct_value=encode_struct({_SIGNATURE: signature, **content}))
