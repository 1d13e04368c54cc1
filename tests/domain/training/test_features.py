"""Features: the same code for training and requests, a defined result for everything that validation lets pass."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training.cells import FLOAT32_MAX
from domain.training.features import FeatureError, FittedFeatures, fit, parse_features
from domain.training.fitting import Fitter, Sums, checked_row
from tests.domain.training.tables import DIGITS, SALES, plan_of, sales_rows

PLAN = plan_of(SALES)
ROWS: list[dict[str, Any]] = [
    {"y": 1, "amount": 10, "count": 1, "vip": True, "country": "a", "shop": "s", "customer": "k", "at": "2026-01-01"},
    {
        "y": 2,
        "amount": None,
        "count": 3,
        "vip": False,
        "country": None,
        "shop": "s",
        "customer": "k",
        "at": "2026-01-02",
    },
    {"y": 3, "amount": 30, "count": 5, "vip": False, "country": "a", "shop": "t", "customer": "m", "at": "2026-01-03"},
]


def fitted(**features: Any) -> FittedFeatures:
    return fit(plan_of(SALES, features=features), ROWS)


@given(sales_rows(least=1), sales_rows(least=1, most=5))
def test_whatever_validation_accepts_has_features(rows: list[dict[str, Any]], requests: list[dict[str, Any]]) -> None:
    features = fit(PLAN, rows)
    for row in (*rows, *requests):
        found = features.transform(row)
        assert len(found) == len(features.names)
        assert all(math.isfinite(value) and abs(value) <= FLOAT32_MAX for value in found)


@given(sales_rows(least=1), sales_rows(least=1, most=3))
def test_stored_features_do_what_fitted_ones_do(rows: list[dict[str, Any]], requests: list[dict[str, Any]]) -> None:
    features = fit(PLAN, rows)
    again = parse_features(features.to_json())
    assert again == features
    assert again.to_json() == features.to_json()
    assert again.names == features.names
    assert [again.transform(row) for row in requests] == [features.transform(row) for row in requests]


@given(sales_rows(least=2), st.data())
def test_features_do_not_depend_on_how_the_rows_came_in(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(rows)))
    fitter = Fitter(PLAN, tuple(rows[0]))
    values = [checked_row(fitter.schema, row) for row in rows]
    fitter.add(values[:cut])
    if values[cut:]:
        fitter.add(values[cut:])
    one, two = fitter.finish(), fit(PLAN, rows)
    assert one.names == two.names
    for first, second in zip(one.transform(rows[0]), two.transform(rows[0]), strict=True):
        assert first == pytest.approx(second, rel=1e-9, abs=1e-9)


def test_digits_pass_through_as_they_are() -> None:
    rows = [
        {"label": 3, "pixel_0": 1, "pixel_1": 2.5},
        {"label": 10, "pixel_0": 4, "pixel_1": 0},
        {"label": 9, "pixel_0": 1, "pixel_1": 1},
    ]
    features = fit(plan_of(DIGITS), rows)
    assert features.is_passthrough
    assert features.names == ("pixel_0", "pixel_1")
    assert features.classes == ("3", "9", "10")  # in the order of numbers, not of texts
    assert features.transform({"pixel_0": 16, "pixel_1": 0.5}) == [16.0, 0.5]
    assert [features.encode_target(row["label"]) for row in rows] == [0.0, 2.0, 1.0]


def test_scaling_nulls_and_booleans() -> None:
    features = fitted(numeric="standard")
    assert not features.is_passthrough
    deviation = math.sqrt(8 / 3)
    assert features.names == ("amount", "count", "vip")
    assert features.transform({"amount": 30, "count": 3, "vip": True}) == [1.0, 0.0, 1.0]
    assert features.transform({"count": 5, "vip": False}) == pytest.approx([0.0, 2 / deviation, 0.0])
    assert fitted(numeric="none").transform({"amount": None, "count": 3, "vip": True}) == [20.0, 3.0, 1.0]


def test_a_column_that_is_always_the_same_is_not_divided_by_nothing() -> None:
    rows = [{**row, "count": 7} for row in ROWS]
    features = fit(plan_of(SALES, features={"numeric": "standard"}), rows)
    assert features.transform({"count": 7, "vip": True})[1] == 0.0
    assert features.transform({"count": 8, "vip": True})[1] == 1.0


def test_a_value_far_from_everything_stays_a_number_of_float32() -> None:
    rows = [{**row, "amount": 1e-30 * index} for index, row in enumerate(ROWS)]
    features = fit(plan_of(SALES, features={"numeric": "standard"}), rows)
    assert features.transform({"amount": 1e38, "count": 1, "vip": True})[0] == FLOAT32_MAX


@pytest.mark.parametrize(
    ("encoding", "known", "null", "unknown"),
    [
        ("one-hot", [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]),
        ("ordinal", [0.0], [1.0], [-1.0]),
        ("frequency", [2 / 3], [1 / 3], [0.0]),
    ],
)
def test_encodings(encoding: str, known: list[float], null: list[float], unknown: list[float]) -> None:
    features = fitted(categorical=[{"column": "country", "encoding": encoding}])
    others = {"amount": 0, "count": 0, "vip": False}
    for country, expected in (("a", known), (None, null), ("new", unknown)):
        assert features.transform({**others, "country": country})[3:] == pytest.approx(expected)


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=30), st.integers(1, 4))
def test_the_most_frequent_categories_are_kept_and_ties_go_by_name(shops: list[str], most: int) -> None:
    plan = plan_of(SALES, features={"categorical": [{"column": "shop", "encoding": "ordinal", "max_categories": most}]})
    features = fit(plan, [{**ROWS[0], "shop": shop} for shop in shops])
    kept = sorted(set(shops), key=lambda shop: (-shops.count(shop), shop))[:most]
    others = {"amount": 0, "count": 0, "vip": False}
    for shop in "abcdefg":
        expected = float(kept.index(shop)) if shop in kept else -1.0
        assert features.transform({**others, "shop": shop})[-1] == expected


def test_keys_of_groups_are_no_numbers_and_a_new_group_has_no_history() -> None:
    features = fit(PLAN, ROWS)
    assert "customer" not in features.names
    row = {"count": 1, "vip": True, "shop": "s"}
    assert features.transform({**row, "customer": "k"})[-1] == 10.0  # within two days of the end
    assert features.transform({**row, "customer": "nobody"})[-1] == 0.0


GOOD = {"amount": 1, "count": 1, "vip": True, "country": "a", "shop": "s", "customer": "k"}
WRONG: list[tuple[str, Any, str]] = [
    ("count", None, "is missing; every row needs it"),
    ("shop", "", "is missing"),
    ("count", "5", "'5' is not accepted: a whole number"),
    ("count", 1.5, "1.5 is not accepted"),
    ("count", True, "True is not accepted"),
    ("amount", float("nan"), "nan is not accepted: a finite number"),
    ("amount", float("inf"), "inf is not accepted"),
    ("amount", -1e39, "is not accepted"),
    ("amount", 10**400, "is not accepted"),
    ("amount", [1], "is not accepted"),
    ("vip", "yes", "'yes' is not accepted: true or false"),
    ("shop", 5, "5 is not accepted: a text"),
]


@pytest.mark.parametrize(
    ("field", "value", "message"), WRONG, ids=[f"{field}={value!r:.20}" for field, value, _ in WRONG]
)
def test_a_field_that_is_not_accepted_is_named(field: str, value: Any, message: str) -> None:
    features = fit(PLAN, ROWS)
    with pytest.raises(FeatureError, match=message) as caught:
        features.transform({**GOOD, field: value})
    assert caught.value.field == field
    with pytest.raises(FeatureError):
        features.transform({key: item for key, item in GOOD.items() if key != "count"})


def test_fields_that_the_model_does_not_use_are_not_looked_at() -> None:
    features = fit(PLAN, ROWS)
    assert features.transform({**GOOD, "y": "?", "at": object(), "other": float("nan")}) == features.transform(GOOD)


def test_a_class_that_training_did_not_see() -> None:
    features = fit(plan_of(DIGITS), [{"label": 1, "pixel_0": 1}, {"label": 2, "pixel_0": 1}])
    with pytest.raises(FeatureError, match=r"'3' is not accepted: one of \['1', '2'\]"):
        features.encode_target(3)
    regression = fit(PLAN, ROWS)
    assert regression.encode_target(2) == 2.0
    for value in (None, "x", float("nan")):
        with pytest.raises(FeatureError, match="a finite number"):
            regression.encode_target(value)


def test_rows_that_make_no_features() -> None:
    with pytest.raises(ValueError, match="no rows"):
        fit(PLAN, [])
    with pytest.raises(ValueError, match="two classes"):
        fit(plan_of(DIGITS), [{"label": 1, "pixel_0": 1}])
    with pytest.raises(ValueError, match="'pixel_\\*'"):
        fit(plan_of(DIGITS), [{"label": 1}])
    aggregation = {**SALES["features"]["aggregations"][0], "name": "amount"}
    with pytest.raises(ValueError, match="features has 'amount' more than once"):
        fitted(aggregations=[aggregation])


def test_an_identifier_is_no_category() -> None:
    plan = plan_of(SALES, features={"categorical": [{"column": "shop", "encoding": "one-hot"}]})
    fitter = Fitter(plan, ("y", "amount", "count", "vip", "country", "shop", "customer", "at"))
    values: list[list[Any]] = [[1.0] * 100_001] * 8
    values[5] = [f"s{number}" for number in range(100_001)]
    with pytest.raises(ValueError, match="'shop' has more than 100000 different values; it looks like an identifier"):
        fitter.add_columns(values)


DOCUMENT = json.loads(fit(PLAN, ROWS).to_json())
BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"format": 2}, "format is 2"),
    ({"task": "other"}, "task is 'other'"),
    ({"classes": ["a"]}, "classes are there for a classification"),
    ({"classes": [1]}, "accepted: texts"),
    ({"columns": []}, "which are no columns"),
    ({"columns": [{"name": "a", "type": "complex"}]}, r"columns\[0\].type is 'complex'"),
    ({"columns": DOCUMENT["columns"] * 2}, "more than once"),
    ({"features": []}, "there is no feature"),
    ({"features": [{"kind": "exec", "code": "x"}]}, r"features\[0\].kind is not accepted"),
    ({"features": [{"kind": ["number"]}]}, r"features\[0\].kind is not accepted"),
    ({"features": [{"kind": "number", "column": "amount", "scale": 0}]}, "scale is 0"),
    ({"features": [{"kind": "number", "column": "amount", "mean": 10**400}]}, "mean is 1000"),
    ({"features": [{"kind": "one-hot", "column": "country", "categories": ["a", "a"]}]}, "different texts"),
    ({"features": [{"kind": "lookup", "name": "n", "column": "country", "values": {"a": "x"}}]}, "values.a is 'x'"),
    ({"features": [{"kind": "lookup", "name": "n", "column": "country", "values": []}]}, "an object of at most"),
    ({"more": 1}, "more is unknown"),
]


@pytest.mark.parametrize(("changes", "message"), BROKEN, ids=[message[:30] for _, message in BROKEN])
def test_a_document_that_is_none_is_refused_with_its_place(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_features(json.dumps({**DOCUMENT, **changes}))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_document_is_read_or_refused_and_nothing_else(data: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_features(json.dumps(data))


@given(st.lists(st.lists(st.floats(-1e9, 1e9), max_size=10), max_size=6))
def test_sums_in_batches_are_those_of_all_values(batches: list[list[float]]) -> None:
    sums = Sums()
    for batch in batches:
        sums.add(batch)
    values = [value for batch in batches for value in batch]
    assert sums.count == len(values)
    if values:
        mean = math.fsum(values) / len(values)
        assert sums.mean == pytest.approx(mean, rel=1e-9, abs=1e-6)
        deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
        assert sums.deviation == pytest.approx(deviation, rel=1e-6, abs=1e-3)


def test_rows_that_cannot_be_learned_from_name_the_field() -> None:
    for field, value in (("count", "many"), ("count", None), ("y", None), ("at", "noon")):
        with pytest.raises(FeatureError, match=field) as caught:
            fit(PLAN, [ROWS[0], {**ROWS[1], field: value}])
        assert caught.value.field == field


@pytest.mark.parametrize("encoding", ["one-hot", "ordinal", "frequency"])
def test_every_encoding_survives_its_own_document(encoding: str) -> None:
    features = fitted(categorical=[{"column": "country", "encoding": encoding}])
    assert parse_features(features.to_json()) == features
