"""Runs one ONNX model. Nothing of a package but its model and its features is used: no code of it ever runs here."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from domain.training.features import FittedFeatures

Floats = NDArray[np.float32]

INPUT: Final = "features"
CLASSIFIER_OUTPUTS: Final = ("label", "probabilities")
REGRESSION_OUTPUTS: Final = ("value",)

BYTES_PER_MODEL_BYTE: Final = 6
SESSION_BYTES: Final = 256 * 1024
"""Memory of a session: measured on forests of 10, 100 and 400 trees (0.4 to 15 MB of ONNX), where a further session
took 3.9 to 5.1 times the model's bytes; benchmarks/model_cache.py measures it again and says when it holds no more."""

_ERRORS_ONLY: Final = 3


class ModelFaultError(Exception):
    """The model is at fault: it cannot be loaded, or answers what no caller may get. The text is for our log."""


@dataclass(frozen=True, slots=True)
class Output:
    """What the model said of a few rows.

    Attributes:
        predictions: A class's name, or a number, for each row.
        probabilities: For each row one for each class, in the classes' order; None for a regression.
    """

    predictions: list[Any]
    probabilities: NDArray[np.float32] | None


def session_cost(model: bytes) -> int:
    """Bytes of memory that a model takes once it is loaded."""
    return BYTES_PER_MODEL_BYTE * len(model) + SESSION_BYTES


class OnnxModel:
    """A session, and what its outputs mean.

    Args:
        model: The ONNX file's bytes.
        features: Names of its inputs, its classes, its task.

    Raises:
        ModelFaultError: The runtime does not load it, or its inputs and outputs are others.
    """

    def __init__(self, model: bytes, features: FittedFeatures) -> None:
        self.features = features
        self._classes = features.classes
        self._classifies = features.task == "classification"
        self._outputs = CLASSIFIER_OUTPUTS if self._classifies else REGRESSION_OUTPUTS
        self._session = _session(model)
        self._check_interface()

    def run(self, matrix: Floats) -> Output:
        """Predict rows.

        Args:
            matrix: Finite float32 values, one row each, as wide as the features.

        Raises:
            ModelFaultError: The runtime failed, or the model gave NaN, Infinity, or a class that there is not.
        """
        try:
            outputs = self._session.run(self._outputs, {INPUT: matrix})
        except Exception as error:  # the runtime's errors have no common base
            raise ModelFaultError(f"the runtime failed on {matrix.shape[0]} rows: {error}") from error
        if self._classifies:
            return self._classified(outputs[0], outputs[1], matrix.shape[0])
        values = np.ravel(outputs[0])
        if values.shape[0] != matrix.shape[0] or not bool(np.isfinite(values).all()):
            raise ModelFaultError(f"{matrix.shape[0]} rows gave {_told(values)}; accepted: a finite value for each")
        return Output(values.tolist(), None)

    def _classified(self, labels: Any, probabilities: Any, rows: int) -> Output:
        wanted = (rows, len(self._classes))
        if probabilities.shape != wanted or labels.shape != wanted[:1]:
            raise ModelFaultError(f"shapes are {labels.shape} and {probabilities.shape}; accepted: {wanted}")
        if not bool(np.isfinite(probabilities).all()):
            raise ModelFaultError(f"{rows} rows gave {_told(probabilities)}; accepted: finite probabilities")
        found = labels.tolist()
        if min(found) < 0:
            raise ModelFaultError(f"label {min(found)} is no class; there are {len(self._classes)}")
        try:
            return Output([self._classes[label] for label in found], probabilities)
        except IndexError as error:
            raise ModelFaultError(f"label {max(found)} is no class; there are {len(self._classes)}") from error

    def _check_interface(self) -> None:
        inputs = {one.name: one for one in self._session.get_inputs()}
        outputs = {one.name for one in self._session.get_outputs()}
        if set(inputs) != {INPUT} or not outputs.issuperset(self._outputs):
            raise ModelFaultError(
                f"the model has inputs {sorted(inputs)} and outputs {sorted(outputs)}; accepted: {INPUT}, and "
                f"{' and '.join(self._outputs)} for a {self.features.task}"
            )
        width = inputs[INPUT].shape[-1]
        if isinstance(width, int) and width != len(self.features.names):
            raise ModelFaultError(f"the model takes {width} values a row, the features give {len(self.features.names)}")


def _session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread: a function below 1,769 MB has less than one CPU, and a row takes microseconds.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime's errors have no common base
        raise ModelFaultError(f"the runtime does not load the model: {error}") from error


def _told(values: NDArray[Any]) -> str:
    bad = int(values.size - np.isfinite(values).sum())
    return f"{values.size} values, {bad} of them NaN or Infinity"
