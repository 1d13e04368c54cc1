"""Small real models: ONNX made by hand, packed as the platform packs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from domain.models.names import package_key, release_key
from domain.models.release import Candidate, Release
from domain.training.cells import ColumnType
from domain.training.encodings import Number, Step
from domain.training.features import FittedFeatures, InputColumn
from domain.training.plan import Task
from lambdas.packages.build import PackageParts, build_package

COLUMNS = ("width", "height")
CLASSES = ("cat", "dog", "owl")


def features(
    columns: Sequence[str] = COLUMNS,
    classes: Sequence[str] = CLASSES,
    kind: ColumnType = ColumnType.NUMBER,
    steps: tuple[Step, ...] | None = None,
) -> FittedFeatures:
    return FittedFeatures(
        task=Task.CLASSIFICATION if classes else Task.REGRESSION,
        target="animal",
        classes=tuple(classes),
        input_columns=tuple(InputColumn(name, kind) for name in columns),
        steps=steps or tuple(Number(name) for name in columns),
    )


def weights(width: int, classes: int, seed: int = 0) -> Any:
    return np.random.default_rng(seed).normal(size=(width, classes)).astype(np.float32)


def classifier(width: int = 2, classes: int = 3, *, seed: int = 0, poison: float = 1.0, opset: int = 17) -> bytes:
    """Softmax of a linear map; `poison` multiplies the probabilities (NaN makes a broken model of it)."""
    nodes = [
        helper.make_node("MatMul", ["features", "weights"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["clean"], axis=1),
        helper.make_node("Mul", ["clean", "poison"], ["probabilities"]),
        helper.make_node("ArgMax", ["scores"], ["label"], axis=1, keepdims=0),
    ]
    outputs = [
        helper.make_tensor_value_info("label", TensorProto.INT64, [None]),
        helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [None, classes]),
    ]
    return _model(nodes, outputs, width, {"weights": weights(width, classes, seed), "poison": _one(poison)}, opset)


def regressor(width: int = 2, *, poison: float = 1.0) -> bytes:
    nodes = [
        helper.make_node("MatMul", ["features", "weights"], ["clean"]),
        helper.make_node("Mul", ["clean", "poison"], ["value"]),
    ]
    outputs = [helper.make_tensor_value_info("value", TensorProto.FLOAT, [None, 1])]
    return _model(nodes, outputs, width, {"weights": weights(width, 1), "poison": _one(poison)}, 17)


def _one(value: float) -> Any:
    return np.array([value], dtype=np.float32)


def _model(nodes: list[Any], outputs: list[Any], width: int, constants: Mapping[str, Any], opset: int) -> bytes:
    inputs = [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, width])]
    initializers = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "model", inputs, outputs, initializers)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    return bytes(made.SerializeToString())


def package(
    model: str = "animals",
    version: str = "1",
    *,
    onnx: bytes | None = None,
    fitted: FittedFeatures | None = None,
) -> bytes:
    return build_package(
        PackageParts(
            model=model,
            version=version,
            created_at="2026-11-26T10:00:00Z",
            onnx=classifier() if onnx is None else onnx,
            features=fitted or features(),
            handler=b"",
            framework={"onnx": "1"},
            metrics={"accuracy": 0.9},
        )
    )


def release_document(live: str | None, candidate: str | None = None, weight: float = 0.5) -> bytes:
    found = Release(live, None, Candidate(candidate, weight) if candidate else None)
    return found.to_json().encode()


def put_model(s3: Any, bucket: str, model: str = "animals", version: str = "1", **parts: Any) -> None:
    s3.put_object(Bucket=bucket, Key=package_key(model, version), Body=package(model, version, **parts))


def put_release(s3: Any, bucket: str, model: str = "animals", live: str | None = "1", **others: Any) -> None:
    s3.put_object(Bucket=bucket, Key=release_key(model), Body=release_document(live, **others))


def event(
    method: str = "POST",
    resource: str = "/v1/predict",
    body: Any = None,
    *,
    headers: Mapping[str, str] | None = None,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    request_id: str = "r-1",
) -> dict[str, Any]:
    """An event as API Gateway sends it."""
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    return {
        "httpMethod": method,
        "resource": resource,
        "path": resource,
        "headers": {"Content-Type": "application/json"} if headers is None else dict(headers),
        "pathParameters": path and dict(path),
        "queryStringParameters": query and dict(query),
        "requestContext": {"requestId": request_id, "path": f"/prod{resource}"},
        "body": text,
        "isBase64Encoded": False,
    }


class Patient:
    """A context with time left, in milliseconds."""

    def __init__(self, milliseconds: int = 10_000) -> None:
        self.milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self.milliseconds


def seconds(value: float) -> Callable[[], float]:
    return lambda: value
