"""When values mean the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.provider.assets import Archive, Asset
from sandbox.provider.compare import Difference, Meaning, covers, differences, same
from sandbox.provider.values import UNKNOWN

SCALARS = st.booleans() | st.integers(-1000, 1000) | st.floats(-1e6, 1e6) | st.text(max_size=5)
KEYS = st.text("abcd", min_size=1, max_size=3)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=10
)
SETS = Meaning(unordered=frozenset({"p"}))
TEXT = Meaning(json_text=frozenset({"p"}))


@given(VALUES)
def test_a_value_means_the_same_as_itself_and_covers_itself(value: Any) -> None:
    assert same(value, value)
    assert covers(value, value)


@given(VALUES, VALUES)
def test_sameness_has_no_direction(left: Any, right: Any) -> None:
    assert same(left, right) == same(right, left)


@given(st.lists(VALUES, max_size=4), st.randoms())
def test_order_counts_only_where_it_means_something(values: list[Any], random: Any) -> None:
    other = list(values)
    random.shuffle(other)
    assert same(values, other, SETS, "p")
    assert covers(values, other, SETS, "p")
    assert same(values, other) or other != values


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_what_the_service_adds_is_covered(props: dict[str, Any]) -> None:
    assert covers(props, {**props, "extra": 1})
    assert not same(props, {**props, "extra": 1})


@given(VALUES)
def test_spacing_and_key_order_of_json_mean_nothing(value: Any) -> None:
    assert same(json.dumps(value, indent=2), json.dumps(value, sort_keys=True), TEXT, "p")


def statement(**changes: Any) -> str:
    return json.dumps({"Statement": [{"Effect": "Allow", "Action": ["a:B", "a:C"], "Resource": "*", **changes}]})


def test_policies_with_one_value_or_a_list_of_it() -> None:
    assert same(statement(), statement(Action=["a:C", "a:B"], Resource=["*"]), TEXT, "p")
    assert same(statement(Principal={"AWS": "1"}), statement(Principal={"AWS": ["1"]}), TEXT, "p")
    assert not same(statement(), statement(Effect="Deny"), TEXT, "p")
    assert not same(statement(), statement(Resource="x"), TEXT, "p")


def test_text_that_is_no_json_is_compared_as_text() -> None:
    assert not same("{", "{ ", TEXT, "p")


@pytest.mark.parametrize(
    ("left", "right"), [(1, 1.0), ("5", 5), (True, "true"), (None, ""), ([], None), ({}, None), ("", [])]
)
def test_forms_of_the_same(left: Any, right: Any) -> None:
    assert same(left, right)


@pytest.mark.parametrize(("left", "right"), [(1, 2), ("a", 1), (True, False), (0, None), (False, None), (UNKNOWN, "a")])
def test_forms_of_something_else(left: Any, right: Any) -> None:
    assert not same(left, right)


def test_files_are_compared_by_content() -> None:
    assert same(Asset(text="a"), Asset(text="a"))
    assert not same(Asset(text="a"), Asset(text="b"))
    assert not same(Asset(text="a"), Archive(assets={}))
    assert same(Archive(path="gone", hash="h"), Archive(assets={"x": Asset(text="y")}, hash="h"))


def test_differences_name_the_innermost_property() -> None:
    old = {"a": {"x": 1, "gone": 2}, "list": [{"v": 1}, {"v": 2}], "short": [1]}
    new = {"a": {"x": 2, "more": 3}, "list": [{"v": 1}, {"v": 3}], "short": [1, 2]}
    assert set(differences(old, new)) == {
        Difference("a.x", "update"),
        Difference("a.gone", "delete"),
        Difference("a.more", "add"),
        Difference("list[1].v", "update"),
        Difference("short", "update"),
    }


def test_what_aws_computes_is_right_while_the_program_says_nothing() -> None:
    meaning = Meaning(computed=frozenset({"a.b"}))
    assert list(differences({"a": {"b": 1}}, {"a": {}}, meaning)) == [Difference("a", "delete")]
    assert list(differences({"a": {"b": 1, "c": 1}}, {"a": {"c": 1}}, meaning)) == []
    assert list(differences({"a": {"b": 1, "c": 1}}, {"a": {"b": 2, "c": 1}}, meaning)) == [Difference("a.b", "update")]
