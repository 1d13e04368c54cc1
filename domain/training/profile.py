"""Statistics of a data set, as they are stored: what the next data set is compared with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from domain.checks import LARGEST
from domain.training.cells import ColumnType
from domain.training.fields import Fields, read_object

FORMAT: Final = 1
MOST_DISTINCT: Final = 1000
"""Up to so many different values a column's values are counted one by one."""

_MOST_ROWS: Final = 2**53
_MOST_COLUMNS: Final = 5000
_MOST_EDGES: Final = 100


@dataclass(frozen=True)
class ColumnProfile:
    """Statistics of one column.

    Attributes:
        type: What it holds.
        nulls: Empty cells.
        distinct: Different values, without null; None for more than 1,000.
        min: Smallest value; None for a column that has no numbers.
        max: Largest value.
        mean: Mean.
        deviation: Standard deviation.
        edges: Upper ends of the histogram's bins, inclusive: the smallest value's left neighbour, deciles, the largest
            value. Empty where the column is no number to the model.
        counts: Rows in each bin; one more for values above the last edge, and one more for null. Of a sample of the
            rows where there are many.
        categories: How often each value is there, null as the empty text; None for more than 1,000, and for columns
            with a histogram.
    """

    type: ColumnType
    nulls: int
    distinct: int | None
    min: float | None = None
    max: float | None = None
    mean: float | None = None
    deviation: float | None = None
    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    categories: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        if self.edges and (len(self.counts) != len(self.edges) + 2 or list(self.edges) != sorted(set(self.edges))):
            raise ValueError("edges must rise, with two counts more than edges")


@dataclass(frozen=True)
class Profile:
    """Statistics of a data set.

    Attributes:
        rows: Its rows.
        duplicates: Rows that repeat an earlier one in every declared column.
        bytes: Size of the snapshot.
        sha256: Hash of the snapshot, 64 hexadecimal digits.
        ignored: Names of the first columns that the plan does not declare.
        ignored_count: How many there are.
        columns: The declared columns, by name, in the order of the header.
    """

    rows: int
    duplicates: int
    bytes: int
    sha256: str
    ignored: tuple[str, ...]
    ignored_count: int
    columns: Mapping[str, ColumnProfile]

    def to_json(self) -> str:
        """The stored form; the same text for the same statistics."""
        data = {"format": FORMAT, **asdict(self)}
        return json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def parse_profile(text: str | bytes) -> Profile:
    """Read what :meth:`Profile.to_json` wrote.

    Raises:
        ValueError: The text is something else; the message names the place.
    """
    known = ("format", "rows", "duplicates", "bytes", "sha256", "ignored", "ignored_count", "columns")
    read = Fields(read_object(text, "the profile"), "", known)
    read.whole("format", FORMAT, FORMAT)
    columns = read.raw("columns")
    if not isinstance(columns, Mapping) or not 1 <= len(columns) <= _MOST_COLUMNS:
        read.refuse("columns", columns, f"an object of 1 to {_MOST_COLUMNS} columns")
    return Profile(
        rows=read.whole("rows", 1, _MOST_ROWS),
        duplicates=read.whole("duplicates", 0, _MOST_ROWS),
        bytes=read.whole("bytes", 1, _MOST_ROWS),
        sha256=read.text("sha256"),
        ignored=tuple(str(name) for _, name in read.objects("ignored", _MOST_COLUMNS)),
        ignored_count=read.whole("ignored_count", 0, _MOST_COLUMNS),
        columns={name: _column(data, f"columns.{name}") for name, data in columns.items()},
    )


_COLUMN: Final = ("type", "nulls", "distinct", "min", "max", "mean", "deviation", "edges", "counts", "categories")


def _column(data: Any, place: str) -> ColumnProfile:
    read = Fields(data, place, _COLUMN)
    try:
        return ColumnProfile(
            type=read.choice("type", ColumnType, tuple(ColumnType)),
            nulls=read.whole("nulls", 0, _MOST_ROWS),
            distinct=read.whole("distinct", 0, MOST_DISTINCT) if read.has("distinct") else None,
            min=read.optional_number("min"),
            max=read.optional_number("max"),
            mean=read.optional_number("mean"),
            deviation=read.optional_number("deviation"),
            edges=tuple(_number(item, at) for at, item in read.objects("edges", _MOST_EDGES)),
            counts=tuple(_count(item, at) for at, item in read.objects("counts", _MOST_EDGES + 2)),
            categories=_categories(read),
        )
    except ValueError as error:
        raise ValueError(str(error) if place in str(error) else f"{place}: {error}") from None


def _categories(read: Fields) -> Mapping[str, int] | None:
    if not read.has("categories"):
        return None
    found = read.raw("categories")
    if not isinstance(found, Mapping) or len(found) > MOST_DISTINCT + 1:
        read.refuse("categories", found, f"an object of at most {MOST_DISTINCT + 1} counts")
    return {name: _count(count, f"{read.at('categories')}.{name}") for name, count in found.items()}


def _number(value: Any, place: str) -> float:
    return Fields({"value": value}, place, ("value",)).number("value", -LARGEST, LARGEST)


def _count(value: Any, place: str) -> int:
    return Fields({"value": value}, place, ("value",)).whole("value", 0, _MOST_ROWS)
