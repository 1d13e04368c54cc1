"""Data sets that are broken in every way that a file can be: a refusal names the row, the column, what is accepted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training.csv_text import LONGEST_LINE, DatasetRefused, joined, text_lines
from domain.training.problems import MOST_TOLD, Problems
from tests.domain.training.tables import DIGITS, SALES, csv_of, plan_of, read, sales_rows

PLAN = plan_of(DIGITS)
HEADER = b"label,pixel_0,pixel_1\n"


def problems_of(data: bytes) -> Problems:
    return read(PLAN, data).problems


def test_good_data_is_read_whatever_the_pieces_are() -> None:
    data = HEADER + b"1,2,3\n0,4.5,6\n"
    for chunk in (1, 2, 3, 100):
        for batch in (1, 2, 10):
            table = read(PLAN, data, batch=batch, chunk=chunk)
            assert not table.problems
            assert table.columns == [[1, 0], [2.0, 4.5], [3.0, 6.0]]
            assert table.numbers == [1, 2]


@pytest.mark.parametrize(
    "data",
    [
        "\ufeff".encode() + HEADER + b"1,2,3\n",
        HEADER.replace(b"\n", b"\r\n") + b"1,2,3\r\n",
        HEADER + b"1,2,3",
        HEADER + b"1,2,3\n\n\n",
        b'"label","pixel_0","pixel_1"\n"1","2","3"\n',
    ],
    ids=["mark", "crlf", "no-end", "empty-lines", "quoted"],
)
def test_what_rfc_4180_and_editors_do_is_accepted(data: bytes) -> None:
    table = read(PLAN, data)
    assert not table.problems
    assert table.columns == [[1], [2.0], [3.0]]


def test_columns_that_the_plan_does_not_declare_are_left_out_and_listed() -> None:
    table = read(PLAN, b"note,label,pixel_0,id\nx,1,2,77\ny,0,3,78\n")
    assert table.schema.ignored == ("note", "id")
    assert [column.name for column in table.schema.columns] == ["label", "pixel_0"]
    assert table.columns == [[1, 0], [2.0, 3.0]]
    assert [list(row) for row in table.rows] == [["1", "2"], ["0", "3"]]


REFUSED = [
    (b"", "the data is empty"),
    (b"\n", "the data is empty"),
    ("\ufeff".encode(), "the data is empty"),
    (b"label,label,pixel_0\n1,1,1\n", "'label' is there 2 times"),
    (b"label,,pixel_0\n1,1,1\n", "column 2 has the name ''"),
    (b"pixel_0,pixel_1\n1,1\n", "'label' is missing; it is the target"),
    (b"label,other\n1,1\n", "no column matches 'pixel_\\*'"),
    (b"label,pixel_0\n1,\xff\n", "no UTF-8"),
    (b"label,pixel_0\n1,\xc3", "no UTF-8"),
    (b'label,pixel_0\n1,"2\n', "is it cut off"),
    (b'label,pixel_0\n1,"2"3\n', "row 1 is no CSV"),
    (b"label,pixel_0\n1,2\r3,4\n", "row 1 is no CSV"),
    (b"label,pixel_0\n1," + b"1" * (LONGEST_LINE + 1), f"line 2 has more than {LONGEST_LINE} characters"),
    (b"label,pixel_0\n1," + b"1" * 200_000 + b"\n", "field larger than field limit"),
    (b"\x1f\x8b\x08\x00" + b"\x9f" * 20, "no UTF-8"),
    (b"PK\x03\x04\x00\x00", "no column matches|is missing|the name"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED, ids=[message[:24] for _, message in REFUSED])
def test_what_cannot_be_read_on_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(DatasetRefused, match=message):
        read(PLAN, data, chunk=10_000)


def test_a_file_over_the_limit_is_refused_while_it_is_read() -> None:
    with pytest.raises(DatasetRefused, match="more than 10 bytes"):
        list(text_lines([b"12345", b"67890", b"1"], most_bytes=10))


TOLD = [
    (HEADER + b"1,2,3\n1,2\n0,2,3\n", "row 2 has 2 cells, the header has 3 columns"),
    (HEADER + b"1,2,3\n1,2,3,4\n", "row 2 has 4 cells"),
    (HEADER + b"1,2,3\n0,2\n", "row 2, the last one, has 2 cells, the header has 3 columns; is the file cut off?"),
    (HEADER + b"1,2,3\n\n0,2,3\n", "there is an empty line before row 2"),
    (HEADER + b"1,nan,3\n", "row 1, column 'pixel_0': 'nan' is not accepted: a finite number"),
    (HEADER + b"1,2,3\n1,2,-Infinity\n", "row 2, column 'pixel_1': '-Infinity' is not accepted"),
    (HEADER + b"1,1e39,3\n", "row 1, column 'pixel_0': '1e39' is not accepted"),
    (HEADER + b"1,two,3\n", "row 1, column 'pixel_0': 'two' is not accepted"),
    (HEADER + b"1.5,2,3\n", "row 1, column 'label': '1.5' is not accepted: a whole number"),
    (HEADER + b"1, 2,3\n", "' 2' is not accepted"),
]


@pytest.mark.parametrize(("data", "message"), TOLD, ids=[message[:40] for _, message in TOLD])
def test_what_is_wrong_with_a_row_is_told_with_row_and_column(data: bytes, message: str) -> None:
    for batch in (1, 2, 100):
        problems = read(PLAN, data, batch=batch).problems
        assert problems.count == 1
        assert message in str(problems)


def test_a_timestamp_that_is_none() -> None:
    rows: list[dict[str, Any]] = [
        {
            "y": 1,
            "amount": 1,
            "count": 1,
            "vip": True,
            "country": "a",
            "shop": "s",
            "customer": "c",
            "at": "last monday",
        }
    ]
    assert "row 1, column 'at': 'last monday' is not accepted: a moment such as" in str(
        read(plan_of(SALES), csv_of(rows)).problems
    )


def test_all_problems_are_counted_and_the_first_ones_told() -> None:
    problems = problems_of(HEADER + b"1,x,3\n" * 50)
    assert problems.count == 50
    assert len(problems.told) == MOST_TOLD
    assert str(problems).endswith(f"; and {50 - MOST_TOLD} more")


@given(sales_rows())
def test_what_is_written_is_read_back(rows: list[dict[str, Any]]) -> None:
    table = read(plan_of(SALES), csv_of(rows))
    assert not table.problems
    names = [column.name for column in table.schema.columns]
    for name in ("y", "amount", "count", "vip", "country", "shop", "customer"):
        assert table.columns[names.index(name)] == [row[name] for row in rows]


@given(st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes, chunk: int) -> None:
    try:
        table = read(PLAN, data, chunk=chunk)
    except DatasetRefused:
        return
    assert all(len(values) == len(table.numbers) for values in table.columns)


@given(st.integers(0, 34))
def test_a_row_that_is_cut_off_before_its_last_cell_is_told(cut: int) -> None:
    """No reader can see a cut inside the last cell or between two lines; the length that S3 sends can."""
    row = ["1", "22", "33"]
    data = joined([["label", "pixel_0", "pixel_1"], *[row] * 5]).encode()[:-1]
    whole = data[: len(data) - cut]
    last = whole.rsplit(b"\n", 1)[-1]
    assert bool(read(PLAN, whole).problems) == (bool(last) and last.count(b",") < 2)


def test_a_header_with_too_many_columns_or_without_features_is_refused() -> None:
    with pytest.raises(DatasetRefused, match="5002 columns; accepted: at most 5000"):
        read(PLAN, (",".join(["label", *[f"pixel_{place}" for place in range(5001)]]) + "\n").encode(), chunk=10**6)
    only_text = plan_of(DIGITS, columns=[DIGITS["columns"][0], {"name": "note", "type": "text"}])
    with pytest.raises(DatasetRefused, match="no column is left that features are made of"):
        read(only_text, b"label,note\n1,x\n")


def test_one_declared_column_among_others_is_picked_out() -> None:
    optional = [DIGITS["columns"][0], {**DIGITS["columns"][1], "required": False}]
    with pytest.raises(DatasetRefused, match="no column is left"):
        read(plan_of(DIGITS, columns=optional), b"a,label,b\nx,1,y\n")
