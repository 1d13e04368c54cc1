"""The features of a model that was not trained by the pipeline: every column is a number, in order."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from advisor.errors import InputError
from domain.models.model_interface import LABEL, PROBABILITIES
from domain.models.onnx_file import OnnxFacts
from domain.training.cells import ColumnType
from domain.training.encodings import Number
from domain.training.features import FittedFeatures, InputColumn, parse_features
from domain.training.plan import Task

CLASSIFIER: Final = {LABEL, PROBABILITIES}


def features_from(
    facts: OnnxFacts, document: Path | None, header: Path | None, classes: Sequence[str], target: str
) -> FittedFeatures:
    """The features that a package of the model gets.

    Args:
        facts: What the model says of itself.
        document: A `features.json` of the training pipeline.
        header: A CSV file whose first line names the columns, the target among them or not.
        classes: Name of each class, in the order of the model's indices; their numbers when empty.
        target: Column that the model says.

    Raises:
        InputError: A file cannot be read, or the columns are not as many as the model's inputs.
    """
    if document is not None:
        try:
            return parse_features(document.read_bytes())
        except (OSError, ValueError) as error:
            raise InputError(f"{document} holds no features: {error}") from error
    width = _width(facts)
    names = _names(header, target) if header is not None else [f"x{index}" for index in range(width)]
    if len(names) != width:
        raise InputError(f"{header} names {len(names)} columns beside {target!r}; the model takes {width}")
    classifies = {value.name for value in facts.outputs} == CLASSIFIER
    if classes and not classifies:
        raise InputError("--classes is given, and the model has no outputs label and probabilities: it is a regression")
    return FittedFeatures(
        task=Task.CLASSIFICATION if classifies else Task.REGRESSION,
        target=target,
        classes=tuple(classes or _numbers(facts)) if classifies else (),
        input_columns=tuple(InputColumn(name, ColumnType.NUMBER) for name in names),
        steps=tuple(Number(name, 0.0) for name in names),
    )


def _width(facts: OnnxFacts) -> int:
    shape = facts.inputs[0].shape if len(facts.inputs) == 1 else ()
    if len(shape) != 2 or not isinstance(shape[1], int):
        found = ", ".join(f"{value.name}{list(value.shape)}" for value in facts.inputs) or "none"
        raise InputError(f"the model's inputs are {found}; accepted: one, [None, columns]; or give --features")
    return shape[1]


def _numbers(facts: OnnxFacts) -> list[str]:
    shape = next(value.shape for value in facts.outputs if value.name == PROBABILITIES)
    if len(shape) != 2 or not isinstance(shape[1], int):
        raise InputError("the model does not say how many classes it has; name them with --classes a,b,c")
    return [str(index) for index in range(shape[1])]


def _names(header: Path, target: str) -> list[str]:
    try:
        with header.open(encoding="utf-8", newline="") as file:
            names = next(csv.reader(file), [])
    except (OSError, ValueError) as error:
        raise InputError(f"{header} could not be read: {error}") from error
    return [name for name in names if name != target]
