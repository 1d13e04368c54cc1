"""The test rows of a run, as a request would bring them, with their truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from domain.training.cells import Cell, label
from domain.training.plan import Task, TrainingPlan
from lambdas.clients.training_files import TrainingFiles
from lambdas.pipeline.stored_rows import StoredRows

Row = dict[str, Any]
Truth = str | float


@dataclass(frozen=True)
class TestRows:
    """The rows; each reading of them begins at the first one.

    Attributes:
        files: Where they lie.
        key: Their key.
        plan: What they were validated with.
    """

    __test__ = False

    files: TrainingFiles
    key: str
    plan: TrainingPlan

    def batches(self) -> Iterator[tuple[list[Row], list[Truth]]]:
        """Yield rows and their truth, names of classes or numbers; some at a time.

        Raises:
            RunNotFoundError: They are not there.
            RunCorruptError: The file is not what the step before wrote, or has no rows.
        """
        stored = StoredRows(self.files, self.key, self.plan)
        target = stored.schema.target
        names = [column.name for place, column in enumerate(stored.schema.columns) if place != target]
        some = False
        for _, columns in stored.batches():
            truth = columns.pop(target)
            if None in truth:
                raise stored.corrupt(f"rows without {self.plan.target!r}, the target")
            some = True
            rows = [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
            yield rows, list(map(self._told, truth))
        if not some:
            raise stored.corrupt("no rows; the split left none for the test")

    def _told(self, value: Cell) -> Truth:
        return label(value) if self.plan.task is Task.CLASSIFICATION else float(value or 0)
