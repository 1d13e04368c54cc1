"""A data set under a plan: its declared columns, read as what the plan says they hold, batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from domain.training.cells import Cell
from domain.training.columns import read_column
from domain.training.csv_text import CsvRows, DatasetRefused
from domain.training.features import picker
from domain.training.plan import TrainingPlan
from domain.training.problems import Problems
from domain.training.schema import Schema, header_problems, resolve

BATCH_ROWS: Final = 1000


@dataclass(frozen=True)
class Batch:
    """Some rows.

    Attributes:
        numbers: Their numbers; the row after the header is 1.
        rows: The cells of the declared columns, row by row.
    """

    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]

    def read(self, schema: Schema, problems: Problems) -> list[list[Cell]]:
        """The values of the declared columns, column by column; cells that are not accepted are told and are null."""
        found = []
        for column, cells in zip(schema.columns, zip(*self.rows, strict=True), strict=True):
            values, misfits = read_column(column.rule.type, cells)
            for misfit in misfits:
                problems.add(f"row {self.numbers[misfit.offset]}, column {column.name!r}: {misfit.problem}")
            found.append(values)
        return found


class Dataset:
    """The rows of a CSV text under a plan.

    Args:
        plan: The plan.
        lines: The lines of the text, each with its end.
        problems: Where is told what is wrong with rows.

    Raises:
        DatasetRefused: There is no header, or it lacks what the plan needs.
    """

    def __init__(self, plan: TrainingPlan, lines: Iterable[str], problems: Problems) -> None:
        self._rows = CsvRows(lines, problems)
        wrong = header_problems(plan, self._rows.header)
        if wrong:
            raise DatasetRefused("; ".join(wrong))
        self.schema: Schema = resolve(plan, self._rows.header)

    def batches(self, size: int = BATCH_ROWS) -> Iterator[Batch]:
        """The rows, ``size`` at a time.

        Raises:
            DatasetRefused: The text is no CSV from some row on.
        """
        indices = [column.index for column in self.schema.columns]
        pick = None if indices == list(range(len(self._rows.header))) else picker(indices)
        numbered = self._rows.numbered()
        while found := list(islice(numbered, size)):
            numbers, rows = zip(*found, strict=True)
            yield Batch(numbers, [pick(row) for row in rows] if pick else rows)
