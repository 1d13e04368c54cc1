"""A row's side is decided by what it says; nothing of a test row is learned; the same data makes the same files."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.training.engineering import Learning
from domain.training.split import Splitter
from tests.domain.training.tables import DIGITS, SALES, Engineered, cell_of, csv_of, engineer, plan_of, read, sales_rows

PLAN = plan_of(SALES)
ROW: dict[str, Any] = {
    "y": 1,
    "amount": 10,
    "count": 1,
    "vip": True,
    "country": "a",
    "shop": "s",
    "customer": "k",
    "at": "2026-01-01",
}


def engineered(rows: list[dict[str, Any]], **changes: Any) -> Engineered:
    """What the passes make of rows, where their split leaves rows on both sides."""
    try:
        return engineer(plan_of(SALES, **changes), csv_of(rows))
    except ValueError as error:
        assume("no row is left" not in str(error))
        raise


def csv_line(row: dict[str, Any]) -> str:
    """What a row says, whatever the order of its fields."""
    return repr(sorted(row.items()))


def sides(rows: list[dict[str, Any]], seed: str = "1") -> list[bool]:
    plan = plan_of(SALES, split={"test_share": 0.3, "seed": seed})
    table = read(plan, csv_of(rows))
    return Splitter(table.schema).is_test(table.columns)


@given(sales_rows(least=2), st.randoms())
def test_a_row_is_on_the_same_side_wherever_it_and_its_columns_stand(rows: list[dict[str, Any]], random_: Any) -> None:
    found = dict(zip(map(csv_line, rows), sides(rows), strict=True))
    shuffled = [*rows, *rows]
    random_.shuffle(shuffled)
    assert all(found[csv_line(row)] == side for row, side in zip(shuffled, sides(shuffled), strict=True))


@given(sales_rows(least=1), st.floats(-10, 10))
def test_rows_that_differ_in_the_target_alone_are_on_one_side(rows: list[dict[str, Any]], target: float) -> None:
    assert sides(rows) == sides([{**row, "y": target} for row in rows])


def test_about_the_share_is_tested_and_another_seed_tests_others() -> None:
    rows = [{**ROW, "amount": index} for index in range(2000)]
    one, two = sides(rows), sides(rows, "2")
    assert 520 < sum(one) < 680
    assert sum(first and second for first, second in zip(one, two, strict=True)) < 250


@given(sales_rows(least=8))
def test_the_files_hold_every_row_once_in_order(rows: list[dict[str, Any]]) -> None:
    found = engineered(rows)
    train, test = found.train[1:], found.test[1:]
    assert len(train) + len(test) == len(rows)
    assert len(test) == sum(found.tests) == len(found.raw_test) - 1
    assert found.train[0] == found.test[0] == [*found.features.names, "__target__"]
    targets = {True: iter(test), False: iter(train)}
    for row, side in zip(rows, found.tests, strict=True):
        assert float(next(targets[side])[-1]) == row["y"]
    tested = [row for row, side in zip(rows, found.tests, strict=True) if side]
    assert found.raw_test[0] == list(rows[0])
    assert found.raw_test[1:] == [[cell_of(row[name]) for name in found.raw_test[0]] for row in tested]


@given(sales_rows(least=8))
def test_a_test_row_is_what_a_request_with_it_would_be(rows: list[dict[str, Any]]) -> None:
    found = engineered(rows)
    tested = [row for row, side in zip(rows, found.tests, strict=True) if side]
    for row, line in zip(tested, found.test[1:], strict=True):
        assert list(map(float, line[:-1])) == found.features.transform(row)


@given(sales_rows(least=8), st.data())
def test_changing_a_test_row_never_changes_what_was_learned(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    found = engineered(rows)
    index = data.draw(st.sampled_from([place for place, side in enumerate(found.tests) if side]))
    changed = [*rows]
    other = data.draw(sales_rows(least=1, most=1))[0]
    changed[index] = {name: other[name] for name in rows[index]}  # the first row decides the order of the columns
    assume(sides(changed)[index])
    again = engineered(changed)
    assert again.features.to_json() == found.features.to_json()
    assert again.train == found.train


@given(sales_rows(least=8))
def test_the_same_data_makes_the_same_files(rows: list[dict[str, Any]]) -> None:
    assert engineered(rows) == engineered(rows)


def test_training_rows_have_the_history_before_them() -> None:
    rows = [{**ROW, "y": day, "count": day, "at": f"2026-01-{day + 1:02d}"} for day in range(20)]
    found = engineer(PLAN, csv_of(rows))
    trained = [row for row, side in zip(rows, found.tests, strict=True) if not side]
    days = [int(row["y"]) for row in trained]
    for row, line in zip(trained, found.train[1:], strict=True):
        earlier = [day for day in days if int(row["y"]) - 2 <= day < int(row["y"])]
        assert float(line[-2]) == 10 * len(earlier)


def digits(count: int, classes: int = 3) -> list[dict[str, Any]]:
    return [{"label": index % classes, "pixel_0": index % 17, "pixel_1": index / count * 16} for index in range(count)]


def test_rows_that_pass_through_are_written_as_they_were_read() -> None:
    rows = digits(40)
    found = engineer(plan_of(DIGITS), csv_of(rows))
    assert found.features.is_passthrough
    by_pixel = {cell_of(row["pixel_1"]): row for row in rows}
    for line in found.train[1:] + found.test[1:]:
        row = by_pixel[line[1]]
        assert line == [cell_of(row["pixel_0"]), cell_of(row["pixel_1"]), str(row["label"])]
        assert list(map(float, line[:2])) == found.features.transform(row)


def test_a_class_without_training_rows_is_refused_with_what_to_do() -> None:
    plan = plan_of(DIGITS)
    rows = digits(60)
    table = read(plan, csv_of(rows))
    tested = Splitter(table.schema).is_test(table.columns).index(True)
    rows[tested]["label"] = 7  # the target has no say in the split, so this row still tests
    with pytest.raises(ValueError, match=r"1 classes have no training row \('7'\); give more rows, another split.seed"):
        engineer(plan, csv_of(rows))


def test_a_side_without_rows_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no row is left to (train|test) the model; give more rows"):
        engineer(plan_of(DIGITS), csv_of([{"label": 1, "pixel_0": 1}, {"label": 0, "pixel_0": 1}]))


def test_a_column_that_looks_like_an_identifier_ends_the_first_pass() -> None:
    plan = plan_of(SALES)
    learning = Learning(read(plan, csv_of([ROW])).schema)
    count = 160_000
    columns: list[list[Any]] = [[float(index) for index in range(count)] for _ in range(3)]
    columns += [[True] * count, ["a"] * count, [f"s{index}" for index in range(count)], ["c"] * count, [0.0] * count]
    with pytest.raises(ValueError, match="'shop' has more than 100000 different values"):
        learning.add(columns)
