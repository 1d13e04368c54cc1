"""Hashes of rows by what they mean: ``1``, ``1.0`` and ``1e0`` in a column of numbers are the same."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Final

from domain.training.cells import Cell, ColumnType

HASH_BYTES: Final = 8
_NULL: Final = float("nan")
_BUCKETS: Final = 256


def row_hashes(kinds: Sequence[ColumnType], columns: Sequence[Sequence[Cell]], seed: str = "") -> list[int]:
    """A number from 0 to 2^64 - 1 for each row, the same for the same values.

    Args:
        kinds: What each column holds.
        columns: Values, column by column.
        seed: Other hashes for another seed.
    """
    numbers = [values for kind, values in zip(kinds, columns, strict=True) if kind is not ColumnType.TEXT]
    texts = [values for kind, values in zip(kinds, columns, strict=True) if kind is ColumnType.TEXT]
    key = blake2b(seed.encode("utf-8", "surrogatepass")).digest()
    count = len(columns[0]) if columns else 0
    number_bytes: Iterable[bytes] = _number_bytes(numbers) if numbers else [b""] * count
    text_bytes: Iterable[bytes] = _text_bytes(texts) if texts else [b""] * count
    return [
        int.from_bytes(blake2b(one + two, digest_size=HASH_BYTES, key=key).digest(), "big")
        for one, two in zip(number_bytes, text_bytes, strict=True)
    ]


def _number_bytes(columns: Sequence[Sequence[Cell]]) -> Iterator[bytes]:
    filled = [
        [_NULL if value is None else value for value in values] if None in values else values for values in columns
    ]
    return (array("d", row).tobytes() for row in zip(*filled, strict=True))


def _text_bytes(columns: Sequence[Sequence[Cell]]) -> Iterator[bytes]:
    # A text holds no NUL (cells.read_cell refuses it), so this joins without a doubt; null is the empty text.
    return (
        "\0".join([str(value or "") for value in row]).encode("utf-8", "surrogatepass")
        for row in zip(*columns, strict=True)
    )


class DuplicateCount:
    """Counts rows that repeat an earlier one: 8 bytes a row, in parts of which one at a time becomes a set.

    Two different rows with the same hash are one in 10^12 for 10^4 rows, and one in 10^6 for 10^7.
    """

    def __init__(self) -> None:
        """Start without rows."""
        self._parts = [array("Q") for _ in range(_BUCKETS)]

    def add(self, hashes: Iterable[int]) -> None:
        """Add the hashes of rows."""
        parts = self._parts
        for found in hashes:
            parts[found & 255].append(found)

    @property
    def duplicates(self) -> int:
        """How many rows repeat an earlier one."""
        return sum(len(part) - len(set(part)) for part in self._parts)
