"""The test rows of a run, as a request would bring them, with their truth."""

from collections.abc import Iterator
from typing import Any, Final

from domain.training.cells import label
from domain.training.csv_text import DatasetRefused, text_lines
from domain.training.dataset import Dataset
from domain.training.plan import Task, TrainingPlan
from domain.training.problems import Problems
from lambdas.errors import RunCorruptError

BYTES_PER_MB: Final = 1_000_000

Row = dict[str, Any]


def read_test_rows(data: bytes, plan: TrainingPlan, key: str) -> tuple[list[Row], list[Any]]:
    """Read the rows and their truth: names of classes, or numbers.

    Raises:
        RunCorruptError: The file is not what the step before wrote.
    """
    problems = Problems()
    try:
        rows = list(_rows(data, plan, problems))
    except DatasetRefused as error:
        raise RunCorruptError(f"{key} cannot be read: {error}") from error
    if problems:
        raise RunCorruptError(f"{key} is not what validation accepted: {problems}")
    if not rows:
        raise RunCorruptError(f"{key} has no rows; the split left none for the test")
    truth = [row.pop(plan.target) for row in rows]
    if any(one is None for one in truth):
        raise RunCorruptError(f"{key} has rows without {plan.target!r}, the target")
    return rows, [label(one) for one in truth] if plan.task is Task.CLASSIFICATION else [float(one) for one in truth]


def _rows(data: bytes, plan: TrainingPlan, problems: Problems) -> Iterator[Row]:
    lines = text_lines([data], most_bytes=plan.quality.max_data_mb * BYTES_PER_MB)
    dataset = Dataset(plan, lines, problems)
    names = [column.name for column in dataset.schema.columns]
    for batch in dataset.batches():
        for cells in zip(*batch.read(dataset.schema, problems), strict=True):
            yield dict(zip(names, cells, strict=True))
