"""Splits the snapshot of a run, fits its features, and writes the files that training and evaluation read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from domain.training.engineering import Learning, Making
from domain.training.features import FittedFeatures
from domain.training.layout import RunPlaces
from domain.training.plan import TrainingPlan
from domain.training.run_id import TrainingRun
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_files import TrainingFiles
from lambdas.pipeline.errors import DataRefused
from lambdas.pipeline.stored_rows import StoredRows

TRAIN_FILE: Final = "train.csv"
TEST_FILE: Final = "test.csv"
Found = TypeVar("Found")


@dataclass(frozen=True)
class Engineering:
    """Engineers the features of runs.

    Attributes:
        plan: What is made.
        store: Where the features go.
        files: Where the snapshot lies and the files go.
    """

    plan: TrainingPlan
    store: RunStore
    files: TrainingFiles

    def __call__(self, run: TrainingRun) -> dict[str, Any]:
        """Write the files; the same run writes the same bytes again.

        Raises:
            DataRefused: The rows cannot be split or encoded as the plan says.
            RunCorruptError: The snapshot is not what was validated.
        """
        places = RunPlaces(run.run_id)
        snapshot = StoredRows(self.files, places.data, self.plan)
        learning = _or_refused(run, partial(Learning, snapshot.schema))
        for _, columns in snapshot.batches():
            _or_refused(run, partial(learning.add, columns))
        features, making = _or_refused(run, learning.finish)
        self._write(places, making)
        # Last: its presence says that the files are complete.
        self.store.write(places.features, features.to_json().encode(), content_type="application/json")
        tests = sum(learning.sides)
        return _reply(features, len(learning.sides) - tests, tests)

    def _write(self, places: RunPlaces, making: Making) -> None:
        with ExitStack() as stack:
            train = stack.enter_context(self.files.writer(f"{places.train_channel}{TRAIN_FILE}"))
            test = stack.enter_context(self.files.writer(f"{places.test_channel}{TEST_FILE}"))
            raw = stack.enter_context(self.files.writer(places.raw_test))
            written = making.headers
            for batch, columns in StoredRows(self.files, places.data, self.plan).batches():
                train.write(written.train)
                test.write(written.test)
                raw.write(written.raw_test)
                written = making.make(batch, columns)
            train.write(written.train)
            test.write(written.test)
            raw.write(written.raw_test)


def _or_refused(run: TrainingRun, work: Callable[[], Found]) -> Found:
    try:
        return work()
    except ValueError as error:
        raise DataRefused(f"{run.data.uri}: {error}") from error


def _reply(features: FittedFeatures, train_rows: int, test_rows: int) -> dict[str, Any]:
    return {
        "train_rows": train_rows,
        "test_rows": test_rows,
        "features": len(features.names),
        "classes": len(features.classes),
        "passthrough": features.is_passthrough,
    }
