"""Small models and the parts of packages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from domain.training.cells import ColumnType
from domain.training.encodings import Number
from domain.training.features import FittedFeatures, InputColumn
from domain.training.plan import Task
from lambdas.packages.build import PackageParts

CREATED_AT = "2026-11-26T10:00:00Z"
HANDLER = b"from lambdas.serving.handlers.tabular_inference import *\n"


def features(width: int = 2, classes: Sequence[str] = ("no", "yes")) -> FittedFeatures:
    columns = tuple(InputColumn(f"x{index}", ColumnType.NUMBER) for index in range(width))
    return FittedFeatures(
        task=Task.CLASSIFICATION if classes else Task.REGRESSION,
        target="y",
        classes=tuple(classes),
        input_columns=columns,
        steps=tuple(Number(column.name, 0.0) for column in columns),
    )


def linear(width: int, classes: int, *, opset: int = 17, ir_version: int = 8, **changes: Any) -> Any:
    """A linear classifier, or a regression when there are no classes: its ModelProto."""
    columns = classes or 1
    weights = np.arange(width * columns, dtype=np.float32).reshape(width, columns) / 10
    nodes = [helper.make_node("MatMul", ["features", "w"], ["scores" if classes else "value"])]
    outputs = [helper.make_tensor_value_info("value", TensorProto.FLOAT, [None, 1])]
    if classes:
        nodes.append(helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1))
        nodes.append(helper.make_node("ArgMax", ["probabilities"], ["label"], axis=1, keepdims=0))
        outputs = [
            helper.make_tensor_value_info("label", TensorProto.INT64, [None]),
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, classes]),
        ]
    inputs = [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, width])]
    graph = helper.make_graph(
        nodes,
        "linear",
        changes.pop("inputs", inputs),
        changes.pop("outputs", outputs),
        [numpy_helper.from_array(weights, "w")],
    )
    domains = {"": opset, **changes.pop("opsets", {})}
    return helper.make_model(
        graph, ir_version=ir_version, opset_imports=[helper.make_opsetid(name, one) for name, one in domains.items()]
    )


@cache
def linear_bytes(width: int = 2, classes: int = 2) -> bytes:
    return bytes(linear(width, classes).SerializeToString())


def parts(**changes: Any) -> PackageParts:
    given = PackageParts(
        model="digits",
        version="0123456789abcdef",
        created_at=CREATED_AT,
        onnx=linear_bytes(),
        features=features(),
        handler=HANDLER,
        evaluation=json.dumps({"metrics": {"accuracy": 0.97}}).encode(),
        framework={"scikit-learn": "1.9.1"},
        data_sha256="a" * 64,
        code_sha256="b" * 64,
        metrics={"accuracy": 0.97},
    )
    return replace(given, **changes)
