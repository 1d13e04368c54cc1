"""Makes the profile of a data set in one pass, with a bounded sample of its rows in memory."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress
from math import inf, nextafter
from typing import Any, Final

from domain.training.cells import Cell, ColumnType, label
from domain.training.fitting import Sums
from domain.training.plan import Task
from domain.training.profile import MOST_DISTINCT, ColumnProfile, Profile
from domain.training.row_hash import DuplicateCount, row_hashes
from domain.training.schema import Column, Schema

SAMPLE_ROWS: Final = 20_000
"""A histogram of so many rows is off by 0.3 % of the rows a bin; 1,000 columns of it take 160 MB at most."""

BINS: Final = 10
_HASH_BITS: Final = 64
_MOST_IGNORED: Final = 20
_NUMBERS: Final = (ColumnType.NUMBER, ColumnType.INTEGER, ColumnType.TIMESTAMP)


class Sample:
    """Some of the rows, chosen by their hash: every row has the same chance, whatever order they are in."""

    def __init__(self, columns: int, most: int = SAMPLE_ROWS) -> None:
        """Start without rows; keep at most ``most``."""
        self._most = most
        self._below = 2**_HASH_BITS
        self._hashes: list[int] = []
        self.columns: list[list[Cell]] = [[] for _ in range(columns)]

    def add(self, hashes: Sequence[int], columns: Sequence[Sequence[Cell]]) -> None:
        """Add rows with their hashes."""
        kept = [found < self._below for found in hashes]
        self._hashes += compress(hashes, kept)
        for values, new in zip(self.columns, columns, strict=True):
            values.extend(compress(new, kept))
        while len(self._hashes) > self._most and self._below > 1:  # 1: all of them are the same row
            self._below //= 2
            kept = [found < self._below for found in self._hashes]
            self._hashes = list(compress(self._hashes, kept))
            self.columns = [list(compress(values, kept)) for values in self.columns]


class ColumnProfiler:
    """Statistics of one column as its values come in."""

    def __init__(self, column: Column, *, has_histogram: bool) -> None:
        """Start without values."""
        self._type = column.rule.type
        self._is_number = self._type in _NUMBERS
        self._nulls = 0
        self._sums = Sums()
        self._min, self._max = inf, -inf
        self._distinct: set[Cell] | None = set()
        self._counts: Counter[Cell] | None = None if has_histogram or self._type is ColumnType.TIMESTAMP else Counter()

    def add(self, values: Sequence[Cell]) -> None:
        """Add values."""
        present: Sequence[Any] = [value for value in values if value is not None] if None in values else values
        self._nulls += len(values) - len(present)
        if self._counts is not None:
            self._counts.update(values)
            if len(self._counts) > MOST_DISTINCT + 1:  # with null
                self._counts = None
        if self._distinct is not None:
            self._distinct.update(present)
            if len(self._distinct) > MOST_DISTINCT:
                self._distinct = None
        if self._is_number and present:
            self._sums.add(present)
            self._min, self._max = min(self._min, *present), max(self._max, *present)

    def finish(self, sampled: Sequence[Cell] | None) -> ColumnProfile:
        """The statistics; with a histogram of the sampled values where there are any."""
        numbers = self._is_number and self._sums.count > 0
        edges = histogram_edges(sampled, self._min, self._max) if sampled is not None and numbers else ()
        return ColumnProfile(
            type=self._type,
            nulls=self._nulls,
            distinct=None if self._distinct is None else len(self._distinct),
            min=float(self._min) if numbers else None,
            max=float(self._max) if numbers else None,
            mean=self._sums.mean if numbers else None,
            deviation=self._sums.deviation if numbers else None,
            edges=edges,
            counts=tuple(bin_counts(edges, sampled or ())) if edges else (),
            categories=None if self._counts is None else {label(item): n for item, n in self._counts.items()},
        )


class Profiler:
    """Takes the rows of a data set, then makes its profile.

    Args:
        schema: The columns.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._kinds = [column.rule.type for column in schema.columns]
        self._binned = [place for place in schema.inputs if _has_histogram(schema, place)]
        if schema.plan.task is Task.REGRESSION:
            self._binned.append(schema.target)
        self._columns = [
            ColumnProfiler(column, has_histogram=place in self._binned) for place, column in enumerate(schema.columns)
        ]
        self._sample = Sample(len(self._binned))
        self._duplicates = DuplicateCount()
        self.rows = 0

    def add(self, columns: Sequence[Sequence[Cell]]) -> None:
        """Add rows: the values of the schema's columns, column by column."""
        hashes = row_hashes(self._kinds, columns)
        self.rows += len(hashes)
        self._duplicates.add(hashes)
        self._sample.add(hashes, [columns[place] for place in self._binned])
        for profiler, values in zip(self._columns, columns, strict=True):
            profiler.add(values)

    def finish(self, size: int, sha256: str) -> Profile:
        """The profile.

        Args:
            size: Bytes of the data.
            sha256: Hash of the data.
        """
        sampled = dict(zip(self._binned, self._sample.columns, strict=True))
        return Profile(
            rows=self.rows,
            duplicates=self._duplicates.duplicates,
            bytes=size,
            sha256=sha256,
            ignored=self._schema.ignored[:_MOST_IGNORED],
            ignored_count=len(self._schema.ignored),
            columns={
                column.name: self._columns[place].finish(sampled.get(place))
                for place, column in enumerate(self._schema.columns)
            },
        )


def histogram_edges(values: Iterable[Cell], least: float, largest: float) -> tuple[float, ...]:
    """Upper ends of bins with about as many values each.

    The first bin ends just below the smallest value and the last one at the largest, so values that leave the range
    later have bins of their own, also where all values are the same.

    Args:
        values: A sample; nulls are left out.
        least: Smallest of all values.
        largest: Largest of all values.
    """
    ordered = sorted(float(value) for value in values if value is not None)
    inner = {ordered[-(-step * len(ordered) // BINS) - 1] for step in range(1, BINS) if ordered}
    return tuple(sorted({nextafter(float(least), -inf), *inner, float(largest)}))


def bin_counts(edges: Sequence[float], values: Iterable[Cell]) -> list[int]:
    """How many values lie in each bin, above the last edge, and how many are null."""
    found = Counter(values)  # values repeat: each one is looked up once
    counts = [0] * (len(edges) + 2)
    for value, count in found.items():
        counts[-1 if value is None else bisect_left(edges, value)] += count
    return counts


def _has_histogram(schema: Schema, place: int) -> bool:
    column = schema.columns[place]
    return schema.is_number(column) and column.rule.type is not ColumnType.BOOLEAN
