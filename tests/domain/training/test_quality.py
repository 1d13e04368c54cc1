"""Poisoned data is refused, each rule on its own, with the rule, the column and the first row in the reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.training.tables import DIGITS, csv_of, judge, plan_of, profile_of, read

PLAN = plan_of(DIGITS)
ALLOWED = [{"name": "label", "type": "integer", "allowed": list(range(10))}, DIGITS["columns"][1]]
NULLS = [DIGITS["columns"][0], {**DIGITS["columns"][1], "max_null_share": 0.1}]


def rows(count: int = 400, **changed: Any) -> list[dict[str, Any]]:
    """Digits of a kind: no two rows are the same."""
    return [
        {
            "label": index % 10,
            "pixel_0": index % 17,
            "pixel_1": index / 25 % 16,
            "pixel_2": index * 16 / count,
            **changed,
        }
        for index in range(count)
    ]


def poisoned(share: float, **changed: Any) -> list[dict[str, Any]]:
    found = rows()
    for index in range(int(share * len(found))):
        found[index] = {**found[index], **changed}
    return found


def test_good_data_passes_and_says_that_nothing_was_compared() -> None:
    report = judge(PLAN, csv_of(rows()))
    assert report.passed
    assert not report.compared
    assert report.reasons == report.drifts == report.not_compared == ()


def test_the_same_data_has_not_drifted() -> None:
    report = judge(PLAN, csv_of(rows()), profile_of(read(PLAN, csv_of(rows()))))
    assert report.passed
    assert report.compared
    assert {drift.column for drift in report.drifts} == {"label", "pixel_0", "pixel_1", "pixel_2"}
    assert all(drift.psi == 0 for drift in report.drifts)


CASES: list[tuple[dict[str, Any], list[dict[str, Any]], str]] = [
    ({}, rows(50), "the data has 50 rows; quality.min_rows is 100"),
    ({}, rows() + rows(30)[:30] + rows()[:30], "rows repeat an earlier one"),
    ({}, poisoned(0.01, pixel_1=17), "'pixel_1' has 4 values above max 16; first row 1: '17.0'"),
    ({}, poisoned(0.01, pixel_1=-1), "'pixel_1' has 4 values below min 0; first row 1: '-1.0'"),
    ({}, poisoned(0.01, pixel_1=None), "'pixel_1' is empty in 1.0% of the rows; its max_null_share is 0.0%"),
    (
        {"columns": NULLS},
        poisoned(0.2, pixel_1=None),
        "'pixel_1' is empty in 20.0% of the rows; its max_null_share is 10.0%",
    ),
    ({"columns": ALLOWED}, poisoned(0.01, label=99), "'label' has 4 values that are not in allowed; first row 1: '99'"),
]


@pytest.mark.parametrize(("changes", "data", "message"), CASES, ids=[message[:40] for *_, message in CASES])
def test_poisoned_data_is_refused(changes: dict[str, Any], data: list[dict[str, Any]], message: str) -> None:
    report = judge(plan_of(DIGITS, **changes), csv_of(data))
    assert not report.passed
    assert report.reason_count == 1
    assert message in report.reasons[0]


def test_every_reason_is_told() -> None:
    data = [{**row, "pixel_0": 99, "pixel_1": None} for row in rows(20)]
    report = judge(PLAN, csv_of(data))
    assert report.reason_count == 3


@pytest.mark.parametrize(
    ("column", "moved"),
    [
        ("pixel_1", lambda row: 16 - row["pixel_1"] ** 2 / 16),
        ("pixel_0", lambda row: 3),
        ("label", lambda row: row["label"] % 3),
    ],
    ids=["numbers", "constant", "classes"],
)
def test_data_that_moved_from_the_last_accepted_run_is_refused(column: str, moved: Any) -> None:
    reference = profile_of(read(PLAN, csv_of(rows())))
    data = [{**row, column: moved(row)} for row in rows()]
    report = judge(PLAN, csv_of(data), reference)
    assert not report.passed
    assert f"column {column!r} has drifted from the last accepted run" in report.reasons[0]
    assert report.drifts[0].column == column


def test_fewer_rows_of_the_same_kind_are_no_drift() -> None:
    reference = profile_of(read(PLAN, csv_of(rows())))
    report = judge(PLAN, csv_of(rows()[::3]), reference)
    assert report.passed, report.reasons


def test_a_column_that_is_lost_is_refused_although_its_pattern_still_matches() -> None:
    reference = profile_of(read(PLAN, csv_of(rows())))
    data = [{key: value for key, value in row.items() if key != "pixel_2"} for row in rows()]
    report = judge(PLAN, csv_of(data), reference)
    assert report.reasons == ("column 'pixel_2' was in the data of the last accepted run and is missing",)


def test_a_new_column_is_not_compared() -> None:
    reference = profile_of(read(PLAN, csv_of(rows())))
    report = judge(PLAN, csv_of([{**row, "pixel_9": 1} for row in rows()]), reference)
    assert report.passed
    assert report.not_compared == ("pixel_9",)


def test_a_column_whose_type_changed_is_not_compared_with_its_past() -> None:
    reference = profile_of(read(PLAN, csv_of(rows())))
    other = plan_of(
        DIGITS,
        columns=[DIGITS["columns"][0], {"name": "pixel_*", "type": "text"}],
        features={"categorical": [{"column": "pixel_0", "encoding": "ordinal"}]},
    )
    report = judge(other, csv_of(rows()), reference)
    assert set(report.not_compared) == {"pixel_0", "pixel_1", "pixel_2"}


def test_a_category_that_became_an_identifier_is_refused() -> None:
    columns = [DIGITS["columns"][0], DIGITS["columns"][1], {"name": "code", "type": "text"}]
    plan = plan_of(DIGITS, columns=columns, features={"categorical": [{"column": "code", "encoding": "frequency"}]})
    reference = profile_of(read(plan, csv_of([{**row, "code": "x"} for row in rows()])))
    data = [{**row, "code": f"c{index}"} for index, row in enumerate(rows(1200))]
    report = judge(plan, csv_of(data), reference)
    assert "column 'code' now has more than 1000 different values" in report.reasons
