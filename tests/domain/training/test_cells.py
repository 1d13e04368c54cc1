"""Cells: the quick way by columns accepts and gives exactly what the way cell by cell does."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.training.cells import FLOAT32_MAX, Cell, ColumnType, check_value, label, read_cell
from domain.training.columns import read_column
from domain.training.row_hash import DuplicateCount, row_hashes

ODD = st.sampled_from(
    [
        "",
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "1_000",
        " 1",
        "1 ",
        "٣",
        "0x10",
        "1e400",
        "1e-400",
        "-0",
        "-0.0",
        "+5",
        ".5",
        "5.",
        ".",
    ]
    + ["1e5", "1E+5", "--1", "+", "e", "1.0", "007", "9007199254740992", "9007199254740993", "1" * 5000, "True", "x"]
    + ["2026-01-31", "2026-01-31T09:30:00Z", "2026-13-01", "20260131", "\0", "a" * 1025]
)
cells = ODD | st.floats().map(str) | st.integers().map(str) | st.text(max_size=6)


@given(st.sampled_from(ColumnType), st.lists(cells, max_size=8))
@example(ColumnType.NUMBER, ["1", "", "-0.0"])
@example(ColumnType.INTEGER, ["1", "2.0"])
def test_both_ways_agree(kind: ColumnType, column: list[str]) -> None:
    values, misfits = read_column(kind, column)
    wrong = {misfit.offset: misfit.problem for misfit in misfits}
    assert len(values) == len(column)
    for offset, cell in enumerate(column):
        expected, problem = cell_by_cell(kind, cell)
        assert wrong.pop(offset, "") == problem
        assert (values[offset], type(values[offset])) == (expected, type(expected))
        if isinstance(expected, float):
            assert math.copysign(1, expected) == math.copysign(1, values[offset])  # type: ignore[arg-type]
    assert not wrong


def cell_by_cell(kind: ColumnType, cell: str) -> tuple[Cell, str]:
    """The value of a cell, or the problem with it."""
    try:
        return read_cell(kind, cell), ""
    except ValueError as error:
        return None, str(error)


@given(st.sampled_from(ColumnType), cells)
def test_what_csv_says_and_what_json_says_mean_the_same(kind: ColumnType, cell: str) -> None:
    try:
        value = read_cell(kind, cell)
    except ValueError:
        return
    assert check_value(kind, value) == value
    if isinstance(value, float):
        assert -FLOAT32_MAX <= value <= FLOAT32_MAX


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ColumnType.NUMBER, "5"),
        (ColumnType.NUMBER, True),
        (ColumnType.NUMBER, float("nan")),
        (ColumnType.NUMBER, float("inf")),
        (ColumnType.NUMBER, 1e39),
        (ColumnType.NUMBER, 10**400),
        (ColumnType.NUMBER, [1]),
        (ColumnType.NUMBER, {"a": 1}),
        (ColumnType.INTEGER, 1.5),
        (ColumnType.INTEGER, 2**53 + 2),
        (ColumnType.INTEGER, float("inf")),
        (ColumnType.INTEGER, False),
        (ColumnType.TEXT, 5),
        (ColumnType.TEXT, "x" * 1025),
        (ColumnType.TEXT, "a\0b"),
        (ColumnType.TIMESTAMP, "yesterday"),
        (ColumnType.TIMESTAMP, float("nan")),
        (ColumnType.BOOLEAN, 1),
        (ColumnType.BOOLEAN, "true"),
    ],
    ids=repr,
)
def test_a_json_value_of_another_kind_is_refused_with_what_is_accepted(kind: ColumnType, value: object) -> None:
    with pytest.raises(ValueError, match="is not accepted: "):
        check_value(kind, value)


def test_a_moment_without_an_offset_is_utc() -> None:
    expected = datetime(2026, 1, 31, 9, 30, tzinfo=UTC).timestamp()
    for text in ("2026-01-31T09:30:00", "2026-01-31 09:30:00Z", "2026-01-31T11:30:00+02:00"):
        assert read_cell(ColumnType.TIMESTAMP, text) == expected


def test_labels() -> None:
    assert [label(value) for value in (None, True, False, 3, "x")] == ["", "true", "false", "3", "x"]


def test_rows_that_mean_the_same_have_one_hash() -> None:
    kinds = [ColumnType.NUMBER, ColumnType.TEXT, ColumnType.INTEGER]
    numbers, _ = read_column(ColumnType.NUMBER, ["1", "1.0", "1e0", "-0.0", "0", "", "1"])
    texts, _ = read_column(ColumnType.TEXT, ["a", "a", "a", "b", "b", "b", ""])
    found = row_hashes(kinds, [numbers, texts, [1, 1, 1, 2, 2, 2, 1]])
    assert found[0] == found[1] == found[2]
    assert found[3] == found[4]
    assert len(set(found)) == 4
    assert set(found).isdisjoint(row_hashes(kinds, [numbers, texts, [1, 1, 1, 2, 2, 2, 1]], "seed"))


@given(st.lists(st.tuples(st.text("ab", max_size=3), st.text("ab", max_size=3)), min_size=1))
def test_texts_of_neighbouring_columns_do_not_run_together(rows: list[tuple[str, str]]) -> None:
    found = row_hashes([ColumnType.TEXT] * 2, [[one or None for one, _ in rows], [two or None for _, two in rows]])
    assert len(set(found)) == len(set(rows))
    count = DuplicateCount()
    count.add(found)
    assert count.duplicates == len(rows) - len(set(rows))
