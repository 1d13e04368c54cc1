"""Reads cells column by column: where every cell is what it should be, no Python code runs per cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.training.cells import FLOAT32_MAX, LARGEST_INTEGER, LONGEST_TEXT, Cell, ColumnType, read_cell

_NUMBER_TEXT: Final = re.compile(r"[0-9.eE+-]*")
"""Together with float() this accepts what cells.read_cell accepts, and nothing else."""
_INTEGER_TEXT: Final = re.compile(r"[0-9+-]*")


@dataclass(frozen=True)
class Misfit:
    """A cell that is not accepted.

    Attributes:
        offset: Its place in the column, from 0.
        problem: What it is, and what is accepted.
    """

    offset: int
    problem: str


def read_column(kind: ColumnType, cells: Sequence[str]) -> tuple[list[Cell], list[Misfit]]:
    """The values of a column's cells.

    Returns:
        A value for each cell, null where a cell is empty or not accepted, and the cells that are not accepted.
    """
    quick = _QUICK.get(kind)
    if quick is not None:
        filled = [cell for cell in cells if cell] if "" in cells else cells
        try:
            values = quick(filled)
        except ValueError:
            values = None
        if values is not None:
            return _with_nulls(cells, filled, values), []
    return _one_by_one(kind, cells)


def _with_nulls(cells: Sequence[str], filled: Sequence[str], values: list[Cell]) -> list[Cell]:
    if filled is cells:
        return values
    rest = iter(values)
    return [next(rest) if cell else None for cell in cells]


def _one_by_one(kind: ColumnType, cells: Sequence[str]) -> tuple[list[Cell], list[Misfit]]:
    known: dict[str, Cell] = {}  # cells repeat: moments and flags most of all
    values: list[Cell] = []
    misfits: list[Misfit] = []
    for offset, cell in enumerate(cells):
        if cell not in known:
            try:
                known[cell] = read_cell(kind, cell)
            except ValueError as error:
                misfits.append(Misfit(offset, str(error)))
                values.append(None)
                continue
        values.append(known[cell])
    return values, misfits


def _numbers(cells: Sequence[str]) -> list[Cell] | None:
    joined = "".join(cells)
    if not _NUMBER_TEXT.fullmatch(joined):
        return None
    values = list(map(float, cells))
    if values and not (min(values) >= -FLOAT32_MAX and max(values) <= FLOAT32_MAX):
        return None
    return [value + 0.0 for value in values] if "-" in joined else [*values]


def _integers(cells: Sequence[str]) -> list[Cell] | None:
    if not _INTEGER_TEXT.fullmatch("".join(cells)):
        return None
    values = list(map(int, cells))
    if values and not (min(values) >= -LARGEST_INTEGER and max(values) <= LARGEST_INTEGER):
        return None
    return [*values]


def _texts(cells: Sequence[str]) -> list[Cell] | None:
    if "\0" in "".join(cells) or max(map(len, cells), default=0) > LONGEST_TEXT:
        return None
    return [*cells]


_QUICK: Final[Mapping[ColumnType, Callable[[Sequence[str]], list[Cell] | None]]] = {
    ColumnType.NUMBER: _numbers,
    ColumnType.INTEGER: _integers,
    ColumnType.TEXT: _texts,
}
