"""Models that must not serve: one whose answers are no numbers, and a package with one byte changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np

OPSET = 17
IR_VERSION = 8


def write_nan_model(path: Path, features: int, classes: int) -> Path:
    """An ONNX model that loads, has the right inputs and outputs, and answers NaN for every row.

    It is what a training run with a division by zero leaves: no check of shapes and sums can find it.

    Args:
        path: Where it goes.
        features: Width of a row.
        classes: How many probabilities a row gets.
    """
    from onnx import TensorProto, checker, helper, numpy_helper, save

    weights = np.full((features, classes), np.nan, dtype=np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["features", "weights"], ["probabilities"]),
            helper.make_node("ArgMax", ["probabilities"], ["label"], axis=1, keepdims=0),
        ],
        "nan",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", features])],
        [
            helper.make_tensor_value_info("label", TensorProto.INT64, ["rows"]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["rows", classes]),
        ],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    checker.check_model(model)
    save(model, str(path))
    return path


def flip_a_bit(package: bytes) -> bytes:
    """The same bytes but for one bit in the middle."""
    middle = len(package) // 2
    return package[:middle] + bytes([package[middle] ^ 1]) + package[middle + 1 :]
