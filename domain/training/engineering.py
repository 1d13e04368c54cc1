"""Makes the files of a training out of the rows: two passes, the second one with what the first one learned.

The first pass splits the rows and fits on the training rows alone. The second pass writes: training rows with what was
known before each of them, test rows the way a request goes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import not_

from domain.training.cells import Cell, label
from domain.training.csv_text import joined
from domain.training.dataset import Batch
from domain.training.features import FittedFeatures, picker
from domain.training.fitting import Fitter
from domain.training.plan import Task
from domain.training.plan_rules import TARGET_COLUMN
from domain.training.schema import Schema
from domain.training.split import Splitter, split_problems


@dataclass(frozen=True)
class Written:
    """Text for the three files, made of one batch."""

    train: str
    test: str
    raw_test: str


class Learning:
    """The first pass.

    Args:
        schema: The columns.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._splitter = Splitter(schema)
        self._fitter = Fitter(schema.plan, schema.header)
        self._classes: Counter[str] = Counter()
        self._trained: Counter[str] = Counter()
        self.sides = bytearray()
        """For each row, 1 where it tests the model."""

    def add(self, columns: Sequence[Sequence[Cell]]) -> None:
        """Add rows: the values of the schema's columns, column by column.

        Raises:
            ValueError: A column of categories is an identifier.
        """
        tests = self._splitter.is_test(columns)
        self.sides += bytes(tests)
        trains = list(map(not_, tests))
        if self._schema.plan.task is Task.CLASSIFICATION:
            classes = list(map(label, columns[self._schema.target]))
            self._classes.update(classes)
            self._trained.update(compress(classes, trains))
        self._fitter.add_columns([list(compress(values, trains)) for values in columns])

    def finish(self) -> tuple[FittedFeatures, Making]:
        """The features, and the second pass.

        Raises:
            ValueError: The split leaves a class or the test without rows, or names of features collide.
        """
        tests = sum(self.sides)
        problems = split_problems(sorted(self._classes), sorted(self._trained), len(self.sides) - tests, tests)
        if problems:
            raise ValueError("; ".join(problems))
        features = self._fitter.finish()
        histories = self._fitter.histories()
        return features, Making(self._schema, features, bytes(self.sides), histories)


class Making:
    """The second pass, over the same rows in the same order.

    Args:
        schema: The columns.
        features: What was learned.
        sides: For each row, 1 where it tests the model.
        histories: For each aggregation, the value of every training row.
    """

    def __init__(
        self, schema: Schema, features: FittedFeatures, sides: bytes, histories: Sequence[Sequence[float]]
    ) -> None:
        self._schema = schema
        self._features = features
        self._sides = sides
        self._histories = histories
        self._row = 0
        self._trained = 0
        self._pick = picker(schema.inputs)

    @property
    def headers(self) -> Written:
        """The files' first lines."""
        engineered = joined([[*self._features.names, TARGET_COLUMN]])
        return Written(engineered, engineered, joined([[column.name for column in self._schema.columns]]))

    def make(self, batch: Batch, columns: Sequence[Sequence[Cell]]) -> Written:
        """The lines of a batch.

        Args:
            batch: The cells.
            columns: Their values, column by column.
        """
        tests = self._sides[self._row : self._row + len(batch.rows)]
        self._row += len(batch.rows)
        lines = list(self._lines(batch, columns, tests))
        trains = bytes(map(not_, tests))
        return Written(
            "".join(compress(lines, trains)),
            "".join(compress(lines, tests)),
            joined(compress(batch.rows, tests)),
        )

    def _lines(self, batch: Batch, columns: Sequence[Sequence[Cell]], tests: bytes) -> Iterator[str]:
        targets = self._targets(columns[self._schema.target])
        if self._features.is_passthrough:
            # What the cells say is what the model gets: no number is read and written again.
            pick = self._pick
            return (f"{','.join(pick(row))},{target}\n" for row, target in zip(batch.rows, targets, strict=True))
        return self._transformed(columns, tests, targets)

    def _transformed(self, columns: Sequence[Sequence[Cell]], tests: bytes, targets: Sequence[str]) -> Iterator[str]:
        inputs = [columns[place] for place in self._schema.inputs]
        for cells, is_test, target in zip(zip(*inputs, strict=True), tests, targets, strict=True):
            history: list[float] = []
            if not is_test:
                history = [values[self._trained] for values in self._histories]
                self._trained += 1
            values = self._features.transform_cells(cells, history)
            yield f"{','.join(map(repr, values))},{target}\n"

    def _targets(self, values: Sequence[Cell]) -> list[str]:
        if self._features.task is Task.REGRESSION:
            return list(map(repr, values))
        indices = {name: str(index) for index, name in enumerate(self._features.classes)}
        return [indices[label(value)] for value in values]
