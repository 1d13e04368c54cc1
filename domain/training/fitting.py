"""Learns features from training rows, batch by batch.

What it holds does not grow with the number of rows, except for aggregations: they need each row's moment, group and
value, about 20 bytes.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.training.aggregations import History
from domain.training.cells import Cell, ColumnType, check_value, label
from domain.training.encodings import MOST_VALUES, Lookup, Number, OneHot, Ordinal, Step
from domain.training.features import MOST_CLASSES, FeatureError, FittedFeatures, InputColumn
from domain.training.plan import Encoding, EncodingKind, Scaling, Task, TrainingPlan
from domain.training.schema import Column, Schema, header_problems, resolve

FEWEST_CLASSES: Final = 2


class Sums:
    """Count, mean and deviation of a column in one pass without cancellation: batches are merged by Chan's formula."""

    def __init__(self) -> None:
        """Start without values."""
        self.count = 0
        self.mean = 0.0
        self._squares = 0.0

    def add(self, values: Sequence[Cell]) -> None:
        """Add values; nulls do not count."""
        numbers = [float(value) for value in values if value is not None]
        if not numbers:
            return
        count = len(numbers)
        mean = math.fsum(numbers) / count
        squares = math.fsum([(number - mean) ** 2 for number in numbers])
        total, apart = self.count + count, mean - self.mean
        self._squares += squares + apart * apart * self.count * count / total
        self.mean += apart * count / total
        self.count = total

    @property
    def deviation(self) -> float:
        """Standard deviation of the values; 0 without any."""
        return math.sqrt(self._squares / self.count) if self.count else 0.0


class Fitter:
    """Takes the training rows, then makes the features.

    Args:
        plan: What to make.
        header: The columns of the data set.

    Raises:
        ValueError: The header lacks what the plan needs.
    """

    def __init__(self, plan: TrainingPlan, header: Sequence[str]) -> None:
        problems = header_problems(plan, header)
        if problems:
            raise ValueError("; ".join(problems))
        self.schema: Schema = resolve(plan, header)
        self._plan = plan
        columns = [(place, self.schema.columns[place]) for place in self.schema.inputs]
        self._sums = {
            place: Sums() for place, column in columns if self.schema.is_number(column) and self._learns(column)
        }
        self._counts = {self.schema.place(item.column): Counter[str]() for item in plan.features.categorical}
        if plan.task is Task.CLASSIFICATION:
            self._counts[self.schema.target] = Counter()
        self._histories = [History(item) for item in plan.features.aggregations]

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add rows: a value for each column of the schema, checked.

        Raises:
            ValueError: A column of categories has more different values than can be told from an identifier.
        """
        self.add_columns(list(zip(*rows, strict=True)))

    def add_columns(self, columns: Sequence[Sequence[Cell]]) -> None:
        """Add rows given column by column; see :meth:`add`."""
        count = len(columns[0])
        for place, sums in self._sums.items():
            sums.add(columns[place])
        for place, counts in self._counts.items():
            counts.update(map(label, columns[place]))
            most = MOST_CLASSES if place == self.schema.target else MOST_VALUES
            if len(counts) > most:
                name = self.schema.columns[place].name
                raise ValueError(f"column {name!r} has more than {most} different values; it looks like an identifier")
        for plan, history in zip(self._plan.features.aggregations, self._histories, strict=True):
            values: Any = columns[self.schema.place(plan.column)] if plan.column else [None] * count
            moments: Any = columns[self.schema.place(plan.time_column)]
            history.add(moments, map(label, columns[self.schema.place(plan.group_by)]), values)
            if history.group_count > MOST_VALUES:
                raise ValueError(f"column {plan.group_by!r} makes more than {MOST_VALUES} groups")

    def histories(self) -> list[array[float]]:
        """For each aggregation, the value of every row that was added, from the rows before it."""
        return [history.of_rows() for history in self._histories]

    def finish(self) -> FittedFeatures:
        """The features of what was added.

        Raises:
            ValueError: The rows have one class only, or names of features collide.
        """
        columns = [self.schema.columns[place] for place in self.schema.inputs]
        return FittedFeatures(
            task=self._plan.task,
            target=self._plan.target,
            classes=self._classes(),
            input_columns=tuple(InputColumn(item.name, item.rule.type, _is_required(item)) for item in columns),
            steps=(*(step for column in columns for step in self._steps(column)), *self._group_steps()),
        )

    def _learns(self, column: Column) -> bool:
        return self._scales(column) or not _is_required(column)

    def _scales(self, column: Column) -> bool:
        return self._plan.features.numeric is Scaling.STANDARD and column.rule.type is not ColumnType.BOOLEAN

    def _classes(self) -> tuple[str, ...]:
        if self._plan.task is not Task.CLASSIFICATION:
            return ()
        names = list(self._counts[self.schema.target])
        if len(names) < FEWEST_CLASSES:
            raise ValueError(
                f"target {self._plan.target!r} is {names[:1]} in every training row; two classes are needed"
            )
        whole = self.schema.columns[self.schema.target].rule.type is ColumnType.INTEGER
        return tuple(sorted(names, key=int) if whole else sorted(names))

    def _steps(self, column: Column) -> list[Step]:
        found: list[Step] = [
            _encoded(encoding, self._counts[self.schema.place(column.name)])
            for encoding in self._plan.features.categorical
            if encoding.column == column.name
        ]
        return found or ([self._number(column)] if self.schema.is_number(column) else [])

    def _number(self, column: Column) -> Number:
        sums = self._sums.get(self.schema.place(column.name), Sums())
        fill = 0.0 if _is_required(column) else sums.mean
        if not self._scales(column):
            return Number(column.name, fill)
        # A column that is always the same becomes 0, not a division by 0.
        return Number(column.name, fill, sums.mean, sums.deviation if sums.deviation > _tiny(sums.mean) else 1.0)

    def _group_steps(self) -> list[Step]:
        return [
            Lookup(plan.name, plan.group_by, history.at_the_end(), history=True)
            for plan, history in zip(self._plan.features.aggregations, self._histories, strict=True)
        ]


def checked_row(schema: Schema, row: Mapping[str, Any]) -> list[Cell]:
    """The values of a row of JSON values, for each column of the schema.

    Raises:
        FeatureError: A field is not accepted, or is null where it must not be.
    """
    cells = []
    for column in schema.columns:
        try:
            value = check_value(column.rule.type, row.get(column.name))
        except ValueError as error:
            raise FeatureError(column.name, str(error)) from None
        if value is None and _is_required(column):
            raise FeatureError(column.name, "is missing; every row needs it")
        cells.append(value)
    return cells


def _is_required(column: Column) -> bool:
    return column.rule.required and column.rule.max_null_share == 0


def _encoded(encoding: Encoding, counts: Mapping[str, int]) -> Step:
    total = sum(counts.values())
    kept = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: encoding.max_categories]
    names = tuple(name for name, _ in kept)
    if encoding.encoding is EncodingKind.ONE_HOT:
        return OneHot(encoding.column, names)
    if encoding.encoding is EncodingKind.ORDINAL:
        return Ordinal(encoding.column, names)
    return Lookup(encoding.column, encoding.column, {name: count / total for name, count in kept})


def _tiny(mean: float) -> float:
    """Below this a deviation is rounding of equal values."""
    return abs(mean) * 1e-12
