"""Takes the snapshot that every later step reads, and refuses data whose structure is not what the plan declares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from domain.training.csv_text import DatasetRefused, text_lines
from domain.training.dataset import Dataset
from domain.training.layout import RunPlaces
from domain.training.plan import Task, TrainingPlan
from domain.training.problems import Problems
from domain.training.profile import Profile
from domain.training.profiling import Profiler
from domain.training.run_id import TrainingRun
from lambdas.clients.data_source import DataSource
from lambdas.clients.run_store import RunStore
from lambdas.clients.training_files import FileWriter, TrainingFiles
from lambdas.pipeline.errors import DataRefused

FEWEST_ROWS: Final = 2
FEWEST_CLASSES: Final = 2


class Copied:
    """Lines on their way through: each is written as it was read, and counted."""

    def __init__(self, lines: Iterator[str], sink: FileWriter) -> None:
        """Pass ``lines`` on, and write them to ``sink``."""
        self._lines = lines
        self._sink = sink
        self._digest = hashlib.sha256()
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            data = line.encode()
            self._digest.update(data)
            self.size += len(data)
            self._sink.write(line)
            yield line

    @property
    def sha256(self) -> str:
        """Hash of what was written."""
        return self._digest.hexdigest()


@dataclass(frozen=True)
class Validation:
    """Validates the data of runs.

    Attributes:
        plan: What the data must be.
        source: Where it is read.
        files: Where the snapshot goes.
        store: Where the profile goes.
    """

    plan: TrainingPlan
    source: DataSource
    files: TrainingFiles
    store: RunStore

    def __call__(self, run: TrainingRun) -> dict[str, Any]:
        """Take the snapshot and its profile.

        Nothing is stored of data that is refused.

        Raises:
            DataChanged: The data is not what the run began with.
            DataRefused: The data's structure is not what the plan declares; it names the problems.
        """
        places = RunPlaces(run.run_id)
        problems = Problems()
        try:
            with self.files.writer(places.data) as sink:
                profile = self._read(run, sink, problems)
                if problems:
                    raise DataRefused(f"{run.data.uri} has {problems}")
        except DatasetRefused as error:
            problems.add(str(error))
            raise DataRefused(f"{run.data.uri} has {problems}") from error
        self.store.write(places.profile, profile.to_json().encode(), content_type="application/json")
        return {
            "rows": profile.rows,
            "columns": len(profile.columns),
            "ignored": profile.ignored_count,
            "ignored_names": list(profile.ignored),
            "data_sha256": profile.sha256,
            "bytes": profile.bytes,
        }

    def _read(self, run: TrainingRun, sink: FileWriter, problems: Problems) -> Profile:
        most = self.plan.quality.max_data_mb * 10**6
        copied = Copied(text_lines(self.source.chunks(run.data), most_bytes=most), sink)
        data = Dataset(self.plan, iter(copied), problems)
        profiler = Profiler(data.schema)
        target = data.schema.target
        for batch in data.batches():
            columns = batch.read(data.schema, problems)
            for number, value, cell in zip(batch.numbers, columns[target], batch.rows, strict=True):
                if value is None and not cell[target]:
                    problems.add(f"row {number} has no {self.plan.target!r}, the target")
            profiler.add(columns)
        profile = profiler.finish(copied.size, copied.sha256)
        if not problems:  # with rows left out, their number and their classes say nothing
            self._check_enough(profile, problems)
        return profile

    def _check_enough(self, profile: Profile, problems: Problems) -> None:
        if profile.rows < FEWEST_ROWS:
            problems.add(f"{profile.rows} rows under its header; {FEWEST_ROWS} are the least")
            return
        distinct = profile.columns[self.plan.target].distinct
        if self.plan.task is Task.CLASSIFICATION and distinct is not None and distinct < FEWEST_CLASSES:
            problems.add(f"one class only in {self.plan.target!r}; a classification needs {FEWEST_CLASSES}")
