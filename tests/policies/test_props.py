"""The three-valued view: what counts as missing, unknown and known, what is noted as read, and what is never shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from guardrails.crossguard.wire import from_struct
from guardrails.props import UNKNOWN, MalformedPropertyError, Props, Reads, Secret

from tests.policies.analyzer import SIGNATURE, UNKNOWN_TEXT, asset, secret, struct


def test_absent_and_null_are_missing_and_unknown_is_neither() -> None:
    props = Props({"null": None, "unknown": UNKNOWN, "empty": ""})
    assert props["absent"].missing
    assert props["null"].missing
    assert props["absent.deeper.still"].missing
    assert props["unknown"].present
    assert not props["empty"].missing


def test_presence_is_no_read_and_a_read_of_an_unknown_is_noted_with_its_path() -> None:
    reads: Reads = []
    props = Props({"a": {"b": UNKNOWN}, "list": [UNKNOWN, "x"], "map": UNKNOWN}, reads=reads)
    assert props["a.b"].present
    assert props["map.deep.er"].unknown
    assert reads == []
    assert props["a.b"].text() is None
    assert props["list"].texts() == ["x"]
    assert props["map.deep.er"].number() is None
    assert list(props["map"].items()) == []
    assert reads == ["a.b", "list[0]", "map", "map"]


def test_a_sentinel_is_unknown_wherever_it_lies_in_a_document() -> None:
    reads: Reads = []
    document = Props({"p": json.dumps({"Resource": f"arn:aws:s3:::{UNKNOWN_TEXT}/*"})}, reads=reads)["p"].document()
    assert document["Resource"].text() is None
    assert reads == ["p.Resource"]


def test_numbers_and_flags_come_in_the_shapes_that_the_engine_sends() -> None:
    props = Props({"float": 900.0, "digits": "60", "yes": "true", "no": False})
    assert (props["float"].number(), props["digits"].number()) == (900.0, 60.0)
    assert (props["yes"].flag(), props["no"].flag()) == (True, False)


def test_an_output_without_a_number_has_none() -> None:
    reads: list[str] = []
    assert Props({"minCapacity": ""}, reads=reads)["minCapacity"].number() is None
    assert reads == []


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("soon", Props.number), (True, Props.number), ([1], Props.number), (float("nan"), Props.number),
        ("perhaps", Props.flag), (1.0, Props.flag), (1.0, Props.text), ({}, Props.text), ("{", Props.document),
    ],
)  # fmt: skip
def test_a_value_of_another_shape_is_refused_with_its_path_and_without_its_value(raw: Any, read: Any) -> None:
    with pytest.raises(MalformedPropertyError, match=r"^here\.it is not (a|valid) "):
        read(Props({"here": {"it": raw}})["here.it"])


def test_a_list_of_one_stands_for_its_element_and_a_value_for_a_list_of_one() -> None:
    props = Props({"block": [{"mode": "Active"}], "one": "a", "odd": 3.0})
    assert props["block.mode"].text() == "Active"
    assert props["block.mode"].path == "block[0].mode"
    assert [node.path for node in props["one"].each()] == ["one"]
    with pytest.raises(MalformedPropertyError, match="odd is not an object"):
        props["odd.deeper"]


def test_secrets_are_read_and_never_shown_also_inside_a_document() -> None:
    props = Props({"s": Secret({"inner": "hunter2"}), "d": Secret('{"a": "hunter2"}')})
    assert props["s.inner"].text() == "hunter2"
    assert props["s.inner"].show() == "[secret]"
    assert props["d"].document()["a"].show() == "[secret]"
    assert "hunter2" not in repr(Secret("hunter2"))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (900.0, "900"),
        (1.5, "1.5"),
        (True, "true"),
        (UNKNOWN, "unknown"),
        (None, "missing"),
        ([1], "a list"),
        ({}, "an object"),
        ("x" * 99, "x" * 77 + "..."),
    ],
)
def test_what_a_message_shows_of_a_value(raw: Any, shown: str) -> None:
    assert Props(raw).show() == shown


def test_the_wire_format_is_decoded_with_its_marks() -> None:
    output = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": 1, "secret": True}
    sent = {
        "number": 1,
        "text": "a",
        "flag": True,
        "null": None,
        "list": [UNKNOWN_TEXT, {"a": 1}],
        "secret": secret({"a": "b"}),
        "archive": asset("a.zip"),
        "output": output,
        "later": {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4"},
        "new": {SIGNATURE: "from the future"},
    }
    assert from_struct(struct(sent)) == {
        "number": 1.0,
        "text": "a",
        "flag": True,
        "null": None,
        "list": [UNKNOWN, {"a": 1.0}],
        "secret": Secret({"a": "b"}),
        "archive": {"path": "a.zip"},
        "output": Secret(1.0),
        "later": UNKNOWN,
        "new": UNKNOWN,
    }
