"""Features: fitted on training rows, stored with the model, applied to every request by the same code.

A model never sees raw rows. What :func:`fit` learned is one JSON document; :meth:`FittedFeatures.transform` makes the
model's input of a row, or says which field is wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from domain.training.cells import Cell, ColumnType, check_value, label
from domain.training.encodings import Lookup, Number, Step, step_from_data
from domain.training.fields import Fields, read_object
from domain.training.plan import Task, TrainingPlan

FORMAT: Final = 1
MOST_FEATURES: Final = 10_000
MOST_CLASSES: Final = 1000


class FeatureError(ValueError):
    """A field of a row that is not accepted.

    Attributes:
        field: Its name.
    """

    def __init__(self, field: str, problem: str) -> None:
        """Keep the field beside the message."""
        self.field = field
        super().__init__(f"{field}: {problem}")


@dataclass(frozen=True)
class InputColumn:
    """A column that a request brings.

    Attributes:
        name: Its name.
        type: What it holds.
        required: Whether it must be there and not null; otherwise null has a fitted meaning.
    """

    name: str
    type: ColumnType
    required: bool = True


@dataclass(frozen=True)
class FittedFeatures:
    """What was learned of the training rows.

    Attributes:
        task: Classification or regression.
        target: Name of the column that the model says.
        classes: What each class index of the model means; empty for a regression.
        input_columns: What a request brings, in the order in which a row without names has its values.
        steps: What makes the model's input.
    """

    task: Task
    target: str
    classes: tuple[str, ...]
    input_columns: tuple[InputColumn, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        for what, names in (
            ("columns", [column.name for column in self.input_columns]),
            ("features", self.names),
            ("classes", self.classes),
        ):
            twice = [name for name, count in Counter(names).items() if count > 1]
            if twice:
                raise ValueError(f"{what} has {twice[0]!r} more than once; rename a column or an aggregation")
        unknown = {step.column for step in self.steps} - {column.name for column in self.input_columns}
        if unknown or not self.steps:
            raise ValueError(
                f"features use {sorted(unknown)}, which are no columns" if unknown else "there is no feature"
            )
        if (self.task is Task.CLASSIFICATION) != bool(self.classes):
            raise ValueError("classes are there for a classification, and only for it")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the model's inputs, in order."""
        return tuple(name for step in self.steps for name in step.names)

    @cached_property
    def is_passthrough(self) -> bool:
        """Whether the model's input is the row itself: numbers only, all required, in order, unscaled.

        A caller with a faster way for such rows still has to refuse what is no finite number of float32, and in a
        column of the type integer what is not whole.
        """
        return len(self.steps) == len(self.input_columns) and all(
            isinstance(step, Number)
            and step.unchanged
            and step.column == column.name
            and column.required
            and column.type in (ColumnType.NUMBER, ColumnType.INTEGER)
            for step, column in zip(self.steps, self.input_columns, strict=True)
        )

    def transform(self, row: Mapping[str, Any]) -> list[float]:
        """The model's input of a row of JSON values; fields that the model does not use are not looked at.

        Raises:
            FeatureError: A field is missing, of another type, or no finite number.
        """
        cells = []
        for column in self.input_columns:
            try:
                value = check_value(column.type, row.get(column.name))
            except ValueError as error:
                raise FeatureError(column.name, str(error)) from None
            if value is None and column.required:
                raise FeatureError(column.name, "is missing; every row needs it")
            cells.append(value)
        return self.transform_cells(cells)

    def transform_cells(self, cells: Sequence[Cell], history: Sequence[float] = ()) -> list[float]:
        """The model's input of checked values.

        Args:
            cells: A value for each of `input_columns`; none is null where the column is required.
            history: For a training row, the value of each aggregation from the rows before it.
        """
        found: list[float] = []
        own = iter(history)
        for step, index in self._compiled:
            if history and isinstance(step, Lookup) and step.history:
                found.append(next(own))
            else:
                found += step.apply(cells[index])
        return found

    def encode_target(self, value: Any) -> float:
        """What the model is taught for a value of the target: the class's index, or the number itself.

        Raises:
            FeatureError: A class that training did not see, or no finite number.
        """
        try:
            if self.task is Task.REGRESSION:
                number = check_value(ColumnType.NUMBER, value)
                return float(number)  # type: ignore[arg-type]
            return float(self._class_indices[label(value)])
        except (ValueError, TypeError, KeyError):
            accepted = "a finite number" if self.task is Task.REGRESSION else f"one of {list(self.classes)[:20]}"
            raise FeatureError(self.target, f"{str(value)[:60]!r} is not accepted: {accepted}") from None

    def to_json(self) -> str:
        """The stored form; the same text for the same features."""
        return json.dumps(
            {
                "format": FORMAT,
                "task": self.task.value,
                "target": self.target,
                "classes": list(self.classes),
                "columns": [
                    {"name": column.name, "type": column.type.value, "required": column.required}
                    for column in self.input_columns
                ],
                "features": [step.to_data() for step in self.steps],
            },
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
            allow_nan=False,
        )

    @cached_property
    def _compiled(self) -> tuple[tuple[Step, int], ...]:
        places = {column.name: index for index, column in enumerate(self.input_columns)}
        return tuple((step, places[step.column]) for step in self.steps)

    @cached_property
    def _class_indices(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.classes)}


def fit(plan: TrainingPlan, rows: Iterable[Mapping[str, Any]]) -> FittedFeatures:
    """Learn features of training rows alone.

    Args:
        plan: What to make.
        rows: Rows of JSON values, as :meth:`FittedFeatures.transform` takes them, with the target. The first one has
            every column.

    Raises:
        FeatureError: A field of a row is not accepted.
        ValueError: There are no rows, or they make no features.
    """
    # Imported here: a request needs the code above only.
    from domain.training.fitting import Fitter, checked_row

    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        raise ValueError("there are no rows to learn from")
    fitter = Fitter(plan, tuple(first))
    fitter.add([checked_row(fitter.schema, first)])
    for row in rows:
        fitter.add([checked_row(fitter.schema, row)])
    return fitter.finish()


def parse_features(text: str | bytes) -> FittedFeatures:
    """Read what :meth:`FittedFeatures.to_json` wrote.

    Raises:
        ValueError: The text is something else; the message names the place.
    """
    known = ("format", "task", "target", "classes", "columns", "features")
    read = Fields(read_object(text, "the features document"), "", known)
    read.whole("format", FORMAT, FORMAT)
    classes = [name for _, name in read.objects("classes", MOST_CLASSES)]
    if not all(isinstance(name, str) for name in classes):
        read.refuse("classes", classes, "texts")
    return FittedFeatures(
        task=read.choice("task", Task, tuple(Task)),
        target=read.text("target"),
        classes=tuple(classes),
        input_columns=tuple(_column(item, place) for place, item in read.objects("columns", MOST_FEATURES)),
        steps=tuple(step_from_data(item, place) for place, item in read.objects("features", MOST_FEATURES)),
    )


def _column(data: Any, place: str) -> InputColumn:
    read = Fields(data, place, ("name", "type", "required"))
    kind = read.choice("type", ColumnType, tuple(ColumnType))
    return InputColumn(read.text("name"), kind, read.flag("required", default=True))


def picker(indices: Sequence[int]) -> Any:
    """A function that takes the given places of a sequence as a tuple, also when it is one place or none."""
    if not indices:
        return lambda _: ()
    if len(indices) == 1:
        only = indices[0]
        return lambda row: (row[only],)
    return itemgetter(*indices)
