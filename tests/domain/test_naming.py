"""Names are valid, stable, and different whenever any part differs."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.naming import regional_name

part = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60) | st.sampled_from(
    ["a", "a-b", "A", "us-east-1", "---"]
)
parts = st.tuples(part, part, part, part)


@given(parts)
def test_a_name_is_valid_and_stable(given_parts: tuple[str, str, str, str]) -> None:
    name = regional_name(*given_parts)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", name)
    assert regional_name(*given_parts) == name


@given(parts, parts)
def test_names_differ_when_any_part_differs(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> None:
    assume(one != other)
    assert regional_name(*one) != regional_name(*other)


def test_parts_that_read_the_same_and_parts_that_are_cut_still_differ() -> None:
    assert regional_name("a-b", "c", "r", "x") != regional_name("a", "b-c", "r", "x")
    assert regional_name("p", "prod", "r", "x" * 100 + "1") != regional_name("p", "prod", "r", "x" * 100 + "2")
    assert regional_name("P", "e", "r", "x") != regional_name("p", "e", "r", "x")


def test_the_readable_part_comes_first() -> None:
    assert regional_name("Platform", "prod", "us-east-1", "runs").startswith("platform-prod-us-east-1-runs-")


@pytest.mark.parametrize(("index", "name"), list(enumerate(["project", "environment", "region", "resource"])))
def test_an_empty_part_is_refused_by_name(index: int, name: str) -> None:
    arguments = ["a"] * 4
    arguments[index] = ""
    with pytest.raises(ValueError, match=f"{name} = ''"):
        regional_name(*arguments)
