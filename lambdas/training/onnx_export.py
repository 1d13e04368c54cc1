"""The model as ONNX, with the names that the platform serves, and the proof that it says what the model says.

Input `features`, 32-bit floats [N, F]. Classification: `label`, int64 [N] (index of the class), and `probabilities`,
32-bit floats [N, C]. Regression: `value`, 32-bit floats [N, 1].
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import onnx

from lambdas.training.channels import Floats
from lambdas.training.errors import TrainingError
from lambdas.training.hyperparameters import Settings

OPSET: Final = 21
ML_OPSET: Final = 3
INPUT: Final = "features"
LABEL, PROBABILITIES, VALUE = "label", "probabilities", "value"

TOLERANCE: Final = 1e-4
"""Of probabilities, and of values in proportion to their size: 32-bit sums over some hundred trees."""

TIE: Final = 1e-5
"""Two classes whose probabilities are closer than this may change places."""


def export(model: Any, width: int, settings: Settings) -> bytes:
    """The model's ONNX file.

    Args:
        model: A `ScikitModel` or `BoostedModel`.
        width: Number of features.
        settings: Of the run.
    """
    made = _boosted(model, width) if settings.framework == "xgboost" else _scikit(model, width, settings)
    _name_outputs(made, (LABEL, PROBABILITIES) if settings.classifies else (VALUE,))
    made.graph.name, made.doc_string, made.graph.doc_string = "model", "", ""
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString(deterministic=True))


def check(data: bytes, model: Any, rows: Floats, settings: Settings) -> int:
    """Compares the ONNX file with the model on rows that it was not trained on.

    Returns:
        How many rows were compared; 0 where the image has no ONNX Runtime.

    Raises:
        TrainingError: They differ.
    """
    try:
        import onnxruntime
    except ImportError:
        return 0
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    answers = session.run([one.name for one in session.get_outputs()], {INPUT: rows})
    if settings.classifies:
        _compare_classes(answers, model.probabilities(rows))
    else:
        wanted = np.asarray(model.predict(rows), dtype=np.float64)
        worst = np.abs(answers[0][:, 0] - wanted).max()
        if answers[0].shape != (len(rows), 1) or worst > TOLERANCE * (1 + np.abs(wanted).max()):
            raise TrainingError(f"the ONNX file differs from the model by {worst:g} on the test rows; it is not used")
    return len(rows)


def _compare_classes(answers: list[Any], wanted: Any) -> None:
    label, probabilities = answers
    if label.dtype != np.int64 or label.shape != (len(wanted),) or probabilities.shape != wanted.shape:
        raise TrainingError(f"the ONNX file answers {label.dtype}{label.shape} and {probabilities.shape}")
    worst = np.abs(probabilities - wanted).max()
    rank = wanted.max(axis=1) - wanted[np.arange(len(wanted)), label]
    if worst > TOLERANCE or rank.max() > TIE:
        wrong = int((rank > TIE).sum())
        raise TrainingError(
            f"the ONNX file differs from the model on the test rows: {wrong} labels, probabilities by up to {worst:g}; "
            "it is not used"
        )


def _scikit(model: Any, width: int, settings: Settings) -> Any:
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType

    options = {id(model.estimator): {"zipmap": False}} if settings.classifies else None
    types = [(INPUT, FloatTensorType([None, width]))]
    return to_onnx(
        model.estimator, initial_types=types, options=options, target_opset={"": OPSET, "ai.onnx.ml": ML_OPSET}
    )


def _boosted(model: Any, width: int) -> Any:
    from onnxmltools import convert_xgboost  # type: ignore[import-untyped]
    from onnxmltools.convert.common.data_types import FloatTensorType  # type: ignore[import-untyped]

    made = convert_xgboost(model.booster, initial_types=[(INPUT, FloatTensorType([None, width]))], target_opset=15)
    if not any(one.domain in ("", "ai.onnx") for one in made.opset_import):
        made.opset_import.append(onnx.helper.make_opsetid("", OPSET))
    made.ir_version = onnx.helper.find_min_ir_version_for(made.opset_import)
    return made


def _name_outputs(made: Any, names: tuple[str, ...]) -> None:
    renamed = {output.name: name for output, name in zip(made.graph.output, names, strict=True)}
    for output in made.graph.output:
        output.name = renamed[output.name]
    for node in made.graph.node:
        for names_of in (node.input, node.output):
            for position, name in enumerate(names_of):
                names_of[position] = renamed.get(name, name)
