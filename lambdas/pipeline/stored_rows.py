"""Reads a CSV file of a run once more, under the plan that it was validated with: the snapshot, or its test rows."""

from __future__ import annotations

from collections.abc import Iterator

from domain.training.cells import Cell
from domain.training.csv_text import DatasetRefused, text_lines
from domain.training.dataset import Batch, Dataset
from domain.training.plan import TrainingPlan
from domain.training.problems import Problems
from domain.training.schema import Schema
from lambdas.clients.training_files import TrainingFiles
from lambdas.errors import RunCorruptError

_MOST_BYTES = 2**40


class StoredRows:
    """The rows of a file.

    Args:
        files: Where it lies.
        key: Its key.
        plan: What it was validated with.

    Raises:
        RunNotFoundError: There is none.
        RunCorruptError: It is not what ``validate_data`` lets pass.
    """

    def __init__(self, files: TrainingFiles, key: str, plan: TrainingPlan) -> None:
        self._key = key
        self._problems = Problems()
        lines = text_lines(files.chunks(key), most_bytes=_MOST_BYTES)
        try:
            self._data = Dataset(plan, lines, self._problems)
        except DatasetRefused as error:
            raise self.corrupt(str(error)) from error

    @property
    def schema(self) -> Schema:
        """Its columns."""
        return self._data.schema

    def batches(self) -> Iterator[tuple[Batch, list[list[Cell]]]]:
        """Yield the rows with their values, column by column; some at a time, so that memory does not grow with them.

        Raises:
            RunCorruptError: It is not what ``validate_data`` lets pass.
        """
        try:
            for batch in self._data.batches():
                columns = batch.read(self.schema, self._problems)
                if self._problems:
                    raise self.corrupt(str(self._problems))
                yield batch, columns
        except DatasetRefused as error:
            raise self.corrupt(str(error)) from error
        if self._problems:
            raise self.corrupt(str(self._problems))

    def corrupt(self, problem: str) -> RunCorruptError:
        """The error that says so."""
        return RunCorruptError(f"{self._key} is not what validate_data let pass: {problem}; start the run again")
