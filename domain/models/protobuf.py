"""Reads the fields of a protobuf message out of bytes, without a schema and without trusting a length in it.

https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

VARINT: Final = 0
FIXED64: Final = 1
BYTES: Final = 2
FIXED32: Final = 5
_LONGEST_VARINT: Final = 10


class ProtobufError(ValueError):
    """The bytes are no protobuf message."""


class Field(NamedTuple):
    """One field.

    Attributes:
        number: Its number in the schema.
        kind: Its wire type.
        value: The number of a `VARINT`; 0 of any other kind.
        start: Where its content begins.
        end: Where its content ends.
    """

    number: int
    kind: int
    value: int
    start: int
    end: int


def fields(data: bytes, start: int, end: int, skipped: re.Pattern[bytes] | None = None) -> Iterator[Field]:
    """Every field of the message at `data[start:end]`, in the order of the bytes.

    Args:
        data: The bytes.
        start: Where the message begins.
        end: Where it ends.
        skipped: Matches runs of whole fields that nobody asks for, so that a million numbers cost no loop.

    Raises:
        ProtobufError: A field ends outside of the message, or is of a kind that no message of today has.
    """
    at = start
    while at < end:
        if skipped is not None and (run := skipped.match(data, at, end)) is not None and run.end() > at:
            at = run.end()
            continue
        key, at = _varint(data, at, end)
        number, kind = key >> 3, key & 7
        value = 0
        if kind == VARINT:
            begin = at
            value, at = _varint(data, at, end)
        else:
            length, begin = _length(data, at, end, kind)
            at = begin + length
        if number == 0 or at > end:
            raise ProtobufError(f"field {number} at byte {begin} ends at byte {at} of {end}")
        yield Field(number, kind, value, begin, at)


def _length(data: bytes, at: int, end: int, kind: int) -> tuple[int, int]:
    if kind == BYTES:
        return _varint(data, at, end)
    if kind == FIXED32:
        return 4, at
    if kind == FIXED64:
        return 8, at
    raise ProtobufError(f"a field at byte {at} has wire type {kind}")


def _varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    value = 0
    for position in range(min(_LONGEST_VARINT, end - at)):
        byte = data[at + position]
        value |= (byte & 0x7F) << (7 * position)
        if byte < 0x80:
            return value, at + position + 1
    raise ProtobufError(f"a number at byte {at} has no end")
