"""Rows: NumPy's way and the features' own accept the same rows and give the same matrix."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.prediction.errors import PredictionError
from domain.training.cells import FLOAT32_MAX, ColumnType
from domain.training.features import FittedFeatures, InputColumn
from lambdas.models.rows import RowReader
from tests.lambdas.models.support import features

CELLS = st.one_of(
    st.floats(),
    st.floats(width=32),
    st.integers(-(2**60), 2**60),
    st.sampled_from([0, 1.0, 2**53, 2**53 + 1, 10**400, FLOAT32_MAX, FLOAT32_MAX * 1.00000001, -FLOAT32_MAX, 1e39]),
    st.sampled_from([None, True, False, "", "1", [], {}, [1.0]]),
)
NAMES = ("a", "b", "c")
ROW = st.one_of(
    st.lists(CELLS, min_size=2, max_size=4),
    st.fixed_dictionaries(dict.fromkeys(NAMES, CELLS)),
    st.fixed_dictionaries({"a": CELLS, "b": CELLS}, optional={"c": CELLS, "other": CELLS}),
    st.sampled_from([None, 3, "row", []]),
)
KINDS = st.lists(st.sampled_from([ColumnType.NUMBER, ColumnType.INTEGER]), min_size=3, max_size=3)


def mixed(kinds: list[ColumnType]) -> FittedFeatures:
    made = features(NAMES)
    columns = tuple(InputColumn(name, kind) for name, kind in zip(NAMES, kinds, strict=True))
    return FittedFeatures(made.task, made.target, made.classes, columns, made.steps)


def read(reader: RowReader, rows: list[Any]) -> Any:
    try:
        return reader.read(rows).tolist()
    except PredictionError as error:
        return error.message, error.field


@given(KINDS, st.lists(ROW, min_size=1, max_size=5))
def test_both_ways_agree(kinds: list[ColumnType], rows: list[Any]) -> None:
    fast, slow = RowReader(mixed(kinds)), RowReader(mixed(kinds))
    assert fast._fast
    slow._fast = False
    assert read(fast, rows) == read(slow, rows)


@given(KINDS, st.lists(st.lists(st.integers(-1000, 1000), min_size=3, max_size=3), min_size=1, max_size=5))
def test_plain_rows_go_the_fast_way(kinds: list[ColumnType], rows: list[list[int]]) -> None:
    found = RowReader(mixed(kinds))._fast_read(rows)
    assert found is not None
    assert found.tolist() == rows


@given(KINDS, st.lists(ROW, min_size=1, max_size=5))
def test_what_is_read_is_finite(kinds: list[ColumnType], rows: list[Any]) -> None:
    found = read(RowReader(mixed(kinds)), rows)
    if isinstance(found, tuple):
        assert found[1].startswith("rows[")
    else:
        assert bool(np.isfinite(np.array(found, dtype=np.float32)).all())


def test_the_first_row_that_is_not_accepted_is_named() -> None:
    with pytest.raises(PredictionError) as caught:
        RowReader(features()).read([[1, 2], [1, math.nan], ["x", 2]])
    assert caught.value.field == "rows[1].height"
    assert caught.value.message.startswith("row 1: height: nan is not accepted")


def test_one_column_is_enough() -> None:
    assert RowReader(features(("a",))).read([[1], {"a": 2.5}]).tolist() == [[1.0], [2.5]]
