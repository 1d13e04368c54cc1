"""Models for the benchmarks of predictions: forests on the digits, as scikit-learn and as ONNX."""

from __future__ import annotations

import warnings
from typing import Any

from domain.training.cells import ColumnType
from domain.training.encodings import Number
from domain.training.features import FittedFeatures, InputColumn
from domain.training.plan import Task


def forest(trees: int, *, seed: int = 1, depth: int | None = None) -> tuple[Any, list[list[float]], list[str]]:
    """A trained forest, the rows of the digits, and the names of its classes."""
    from sklearn.datasets import load_digits
    from sklearn.ensemble import RandomForestClassifier

    digits = load_digits()
    half = len(digits.data) // 2
    made = RandomForestClassifier(trees, random_state=seed, max_depth=depth).fit(
        digits.data[:half], digits.target[:half]
    )
    return made, digits.data.tolist(), [str(label) for label in made.classes_]


def forest_onnx(trained: Any, width: int) -> bytes:
    """The same forest as ONNX, with the platform's input and outputs."""
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = convert_sklearn(
            trained,
            initial_types=[("features", FloatTensorType([None, width]))],
            options={id(trained): {"zipmap": False}},
            target_opset=17,
        )
    return bytes(made.SerializeToString())


def classifier_features(width: int, classes: list[str]) -> FittedFeatures:
    """Features that pass numbers on as they are."""
    names = [f"pixel_{index}" for index in range(width)]
    return FittedFeatures(
        task=Task.CLASSIFICATION,
        target="label",
        classes=tuple(classes),
        input_columns=tuple(InputColumn(name, ColumnType.NUMBER) for name in names),
        steps=tuple(Number(name) for name in names),
    )
