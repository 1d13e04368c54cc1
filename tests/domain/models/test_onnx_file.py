"""What an ONNX file says of itself, against the library that wrote it; and bytes that say nothing."""

from __future__ import annotations

import contextlib

import numpy as np
import onnxruntime
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from domain.models.onnx_file import OnnxError, OnnxValue, read_onnx
from domain.models.runtime_support import (
    NEWEST_IR_VERSION,
    NEWEST_OPSETS,
    OLDEST_IR_VERSION,
    OLDEST_OPSET,
    runtime_problems,
)
from tests.lambdas.packages.package_parts import linear

MODEL = linear(3, 2).SerializeToString()


@given(st.integers(1, 30), st.integers(1, 15), st.integers(1, 20), st.integers(0, 5))
def test_versions_and_interface_are_read_as_they_were_written(opset: int, ir: int, width: int, classes: int) -> None:
    model = linear(width, classes, opset=opset, ir_version=ir)
    facts = read_onnx(model.SerializeToString())
    assert (facts.ir_version, facts.opsets) == (ir, {"ai.onnx": opset})
    assert facts.inputs == (OnnxValue("features", TensorProto.FLOAT, (None, width)),)
    assert [one.name for one in facts.outputs] == (["label", "probabilities"] if classes else ["value"])
    assert (facts.external, facts.has_training) == ((), False)


def test_what_a_model_holds_itself_is_no_input_of_it() -> None:
    model = linear(3, 2)
    model.graph.input.append(helper.make_tensor_value_info("w", TensorProto.FLOAT, [3, 2]))
    assert [one.name for one in read_onnx(model.SerializeToString()).inputs] == ["features"]


def external(name: str) -> TensorProto:
    tensor = numpy_helper.from_array(np.zeros(2, np.float32), name)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="weights.bin")
    return tensor


def test_external_data_is_found_wherever_it_hides() -> None:
    inner = helper.make_graph([], "inner", [], [], [external("in-subgraph")])
    model = linear(3, 2)
    model.graph.initializer.append(external("in-graph"))
    model.graph.node.append(helper.make_node("Constant", [], ["c"], value=external("in-attribute")))
    model.graph.node.append(helper.make_node("If", ["c"], ["d"], then_branch=inner, else_branch=inner))
    many = helper.make_node("Constant", [], ["e"])
    many.attribute.append(helper.make_attribute("list", [external("in-list")]))
    model.graph.node.append(many)
    sparse = helper.make_sparse_tensor(external("in-sparse"), numpy_helper.from_array(np.zeros(2, np.int64), "i"), [4])
    model.graph.sparse_initializer.append(sparse)
    model.functions.append(
        helper.make_function(
            "local", "f", [], ["o"], [helper.make_node("Constant", [], ["o"], value=external("in-function"))], []
        )
    )
    found = set(read_onnx(model.SerializeToString()).external)
    assert found == {"in-graph", "in-attribute", "in-subgraph", "in-list", "in-sparse", "in-function"}


@given(
    st.lists(st.floats(allow_nan=False, width=32)),
    st.lists(st.integers(-(2**63), 2**63 - 1)),
    st.lists(st.text(max_size=40)),
)
def test_plain_numbers_before_a_tensor_do_not_hide_it(floats: list[float], ints: list[int], texts: list[str]) -> None:
    model = linear(3, 2)
    node = helper.make_node("Constant", [], ["c"])
    attribute = node.attribute.add(name="a", type=7)
    attribute.floats.extend(floats)
    attribute.ints.extend(ints)
    attribute.strings.extend(text.encode() for text in texts)
    attribute.tensors.append(external("hidden"))
    model.graph.node.append(node)
    assert read_onnx(model.SerializeToString()).external == ("hidden",)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(OnnxError):  # nothing else is ever raised
        assert read_onnx(data).ir_version >= 0


@given(st.integers(0, len(MODEL) - 1))
def test_a_cut_model_is_refused_or_lacks_something(length: int) -> None:
    try:
        facts = read_onnx(MODEL[:length])
    except OnnxError:
        return
    assert facts != read_onnx(MODEL)


def field(number: int, data: bytes) -> bytes:
    length, size = len(data), b""
    while length >= 0x80:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return bytes([number << 3 | 2]) + size + bytes([length]) + data


def test_graphs_in_graphs_without_end_are_refused() -> None:
    graph = b""
    for _ in range(50):
        graph = field(1, field(5, field(6, graph)))
    with pytest.raises(OnnxError, match="more than 100 deep"):
        read_onnx(field(7, graph))


@pytest.mark.parametrize("opset", [OLDEST_OPSET, 17, 21, NEWEST_OPSETS["ai.onnx"]])
@pytest.mark.parametrize("ir_version", [OLDEST_IR_VERSION, 8, NEWEST_IR_VERSION])
def test_the_runtime_loads_what_is_called_supported(opset: int, ir_version: int) -> None:
    node = helper.make_node("Identity", ["features"], ["value"])
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 1]) for name in ("features", "value")]
    domains = {"": opset, "ai.onnx.ml": NEWEST_OPSETS["ai.onnx.ml"]}
    model = helper.make_model(
        helper.make_graph([node], "g", values[:1], values[1:]),
        ir_version=ir_version,
        opset_imports=[helper.make_opsetid(name, one) for name, one in domains.items()],
    )
    facts = read_onnx(model.SerializeToString())
    assert runtime_problems(facts.ir_version, facts.opsets) == []
    onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


@pytest.mark.parametrize(
    ("ir_version", "opsets", "said"),
    [
        (8, {}, "names no set of operators"),
        (3, {"ai.onnx": 17}, "IR version 3; accepted: 4 to 13"),
        (8, {"ai.onnx": 8}, "opset 8 of ai.onnx; accepted: 9 or later"),
        (8, {"ai.onnx": 17, "com.microsoft": 1}, "operators of 'com.microsoft'"),
        (8, {"ai.onnx": 99}, "needs opset 99 of ai.onnx, the runtime has 27"),
    ],
)
def test_what_is_not_supported_names_both_sides(ir_version: int, opsets: dict[str, int], said: str) -> None:
    assert said in "; ".join(runtime_problems(ir_version, opsets))
