"""Reads the snapshot of a run once more, under the plan that it was validated with."""

from __future__ import annotations

from collections.abc import Iterator

from domain.training.cells import Cell
from domain.training.csv_text import DatasetRefused, text_lines
from domain.training.dataset import Batch, Dataset
from domain.training.layout import RunPlaces
from domain.training.plan import TrainingPlan
from domain.training.problems import Problems
from domain.training.schema import Schema
from lambdas.clients.training_files import TrainingFiles
from lambdas.errors import RunCorruptError

_MOST_BYTES = 2**40


class Snapshot:
    """The snapshot of a run.

    Args:
        files: Where it lies.
        run_id: The run.
        plan: What it was validated with.

    Raises:
        RunNotFoundError: There is none.
        RunCorruptError: It is not what ``validate_data`` lets pass.
    """

    def __init__(self, files: TrainingFiles, run_id: str, plan: TrainingPlan) -> None:
        self._key = RunPlaces(run_id).data
        self._problems = Problems()
        lines = text_lines(files.chunks(self._key), most_bytes=_MOST_BYTES)
        try:
            self._data = Dataset(plan, lines, self._problems)
        except DatasetRefused as error:
            raise self._corrupt(str(error)) from error

    @property
    def schema(self) -> Schema:
        """Its columns."""
        return self._data.schema

    def batches(self) -> Iterator[tuple[Batch, list[list[Cell]]]]:
        """Yield the rows with their values, column by column.

        Raises:
            RunCorruptError: It is not what ``validate_data`` lets pass.
        """
        try:
            for batch in self._data.batches():
                columns = batch.read(self.schema, self._problems)
                if self._problems:
                    raise self._corrupt(str(self._problems))
                yield batch, columns
        except DatasetRefused as error:
            raise self._corrupt(str(error)) from error
        if self._problems:
            raise self._corrupt(str(self._problems))

    def _corrupt(self, problem: str) -> RunCorruptError:
        return RunCorruptError(f"{self._key} is not what validate_data let pass: {problem}; start the run again")
