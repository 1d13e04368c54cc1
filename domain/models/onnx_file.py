"""What an ONNX file says of itself, read without loading it: no operator runs, no file beside it is opened.

Why not with a library: `onnx` would add 40 MB to every function that opens a package, and ONNX Runtime tells neither
opset nor external data before it has loaded the model, which is what must not happen to a model that is not trusted
yet. ONNX Runtime opens the paths of external data relative to wherever the process is, so a model that has any is
refused.

Numbers of the fields: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from domain.models.protobuf import BYTES, VARINT, ProtobufError, fields
from domain.models.runtime_support import ONNX_DOMAIN

FLOAT: Final = 1
INT64: Final = 7
"""TensorProto.DataType."""

MAX_DEPTH: Final = 100
"""Messages within messages: 33 graphs within graphs; exporters of scikit-learn and XGBoost need none."""

_SHORT: Final = b"|".join(re.escape(bytes([length])) + b"[\x00-\xff]{%d}" % length for length in (10, 4, *range(33)))
"""A length and that many bytes; those of BRANCH_LEQ and LEAF are tried first."""
_PLAIN: Final = re.compile(rb"(?:\x3d[\x00-\xff]{4}|\x40[\x80-\xff]{0,9}[\x00-\x7f]|\x4a(?:" + _SHORT + rb"))++")
"""`floats`, `ints` and short `strings` of an attribute: a forest holds hundreds of thousands, one field each."""

_CHILDREN: Final[Mapping[str, Mapping[int, str]]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
}
"""Message to the fields that lead to tensors."""


class OnnxError(ValueError):
    """The bytes are no ONNX model."""


@dataclass(frozen=True)
class OnnxValue:
    """An input or an output.

    Attributes:
        name: Its name.
        element: `TensorProto.DataType`; 0 when it is no tensor.
        shape: Length of each dimension; None where it varies.
    """

    name: str
    element: int
    shape: tuple[int | None, ...]


@dataclass(frozen=True)
class OnnxFacts:
    """What a model says of itself.

    Attributes:
        ir_version: Version of the file format.
        opsets: Version of each set of operators, by domain.
        inputs: What it takes, without what it holds itself.
        outputs: What it gives.
        external: Names of tensors whose data lies in another file.
        has_training: Whether it holds training code beside the model.
    """

    ir_version: int
    opsets: Mapping[str, int]
    inputs: tuple[OnnxValue, ...]
    outputs: tuple[OnnxValue, ...]
    external: tuple[str, ...]
    has_training: bool


def read_onnx(data: bytes) -> OnnxFacts:
    """Read the facts of a model.

    Raises:
        OnnxError: It is empty, damaged, has no graph or more than one.
    """
    try:
        return _read(data)
    except (ProtobufError, UnicodeDecodeError) as error:
        raise OnnxError(f"model.onnx is no ONNX model, or is damaged: {error}") from error


def _read(data: bytes) -> OnnxFacts:
    ir_version, graphs, has_training = 0, [], False
    opsets: dict[str, int] = {}
    for field in fields(data, 0, len(data)):
        if field.number == 1 and field.kind == VARINT:
            ir_version = field.value
        elif field.number == 8 and field.kind == BYTES:
            domain, version = _opset(data, field.start, field.end)
            opsets[domain] = max(version, opsets.get(domain, 0))
        elif field.number == 7 and field.kind == BYTES:
            graphs.append((field.start, field.end))
        has_training = has_training or field.number == 20
    if len(graphs) != 1:
        raise OnnxError(f"model.onnx has {len(graphs)} graphs in {len(data)} bytes; accepted: an ONNX model with one")
    held, inputs, outputs = _interface(data, *graphs[0])
    return OnnxFacts(
        ir_version=ir_version,
        opsets=opsets,
        inputs=tuple(value for value in inputs if value.name not in held),
        outputs=tuple(outputs),
        external=tuple(_external(data)),
        has_training=has_training,
    )


def _opset(data: bytes, start: int, end: int) -> tuple[str, int]:
    domain, version = "", 0
    for field in fields(data, start, end):
        if field.number == 1 and field.kind == BYTES:
            domain = data[field.start : field.end].decode()
        elif field.number == 2 and field.kind == VARINT:
            version = field.value
    return domain or ONNX_DOMAIN, version


def _interface(data: bytes, start: int, end: int) -> tuple[set[str], list[OnnxValue], list[OnnxValue]]:
    """Names of the tensors that a graph holds, its inputs, its outputs."""
    held: set[str] = set()
    inputs: list[OnnxValue] = []
    outputs: list[OnnxValue] = []
    for field in fields(data, start, end):
        if field.kind != BYTES:
            continue
        if field.number == 5:
            held.add(_text(data, field.start, field.end, 8))
        elif field.number == 11:
            inputs.append(_value(data, field.start, field.end))
        elif field.number == 12:
            outputs.append(_value(data, field.start, field.end))
    return held, inputs, outputs


def _value(data: bytes, start: int, end: int) -> OnnxValue:
    element, shape = 0, []
    for tensor in _within(data, start, end, 2, 1):
        for field in fields(data, *tensor):
            if field.number == 1 and field.kind == VARINT:
                element = field.value
            elif field.number == 2 and field.kind == BYTES:
                shape = [_dimension(data, *place) for place in _within(data, field.start, field.end, 1)]
    return OnnxValue(_text(data, start, end, 1), element, tuple(shape))


def _dimension(data: bytes, start: int, end: int) -> int | None:
    return next((one.value for one in fields(data, start, end) if one.number == 1 and one.kind == VARINT), None)


def _within(data: bytes, start: int, end: int, *path: int) -> Iterator[tuple[int, int]]:
    """Places of the messages that a path of field numbers leads to."""
    for field in fields(data, start, end):
        if field.number == path[0] and field.kind == BYTES:
            if len(path) == 1:
                yield field.start, field.end
            else:
                yield from _within(data, field.start, field.end, *path[1:])


def _text(data: bytes, start: int, end: int, number: int) -> str:
    for place in _within(data, start, end, number):
        return data[slice(*place)].decode()
    return ""


def _external(data: bytes) -> Iterator[str]:
    """Names of tensors whose data lies in another file, wherever in the model they are."""
    waiting = [("model", 0, len(data), 0)]
    while waiting:
        message, start, end, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise ProtobufError(f"messages lie in messages more than {MAX_DEPTH} deep")
        if message == "tensor":
            if _is_external(data, start, end):
                yield _text(data, start, end, 8) or "without a name"
            continue
        children = _CHILDREN.get(message, {})
        for field in fields(data, start, end, _PLAIN if message == "attribute" else None):
            child = children.get(field.number)
            if child is not None and field.kind == BYTES:
                waiting.append((child, field.start, field.end, depth + 1))


def _is_external(data: bytes, start: int, end: int) -> bool:
    return any(field.number == 13 or (field.number == 14 and field.value != 0) for field in fields(data, start, end))
