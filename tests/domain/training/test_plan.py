"""A plan is read strictly, and a refusal names the place, the value and what is accepted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training.plan import TrainingPlan, parse_plan, window_seconds
from domain.training.plan_reader import LARGEST_DATA_MB
from tests.domain.training.tables import DIGITS, SALES, plan_of

LABEL = {"name": "label", "type": "integer"}
PIXELS = {"name": "pixel_*", "type": "number"}
AGGREGATION = SALES["features"]["aggregations"][0]


def test_defaults_are_those_of_the_documentation() -> None:
    plan = plan_of(DIGITS)
    assert (plan.quality.min_rows, plan.quality.max_duplicate_share, plan.quality.max_drift) == (100, 0.05, 0.2)
    assert (plan.split.test_share, plan.split.seed) == (0.2, "1")
    assert dict(plan.gate.metrics) == {"accuracy": 0.9}
    assert plan.gate.max_drop == 0.01
    assert plan.training.framework == "sklearn"


@pytest.mark.parametrize("base", [DIGITS, SALES], ids=["digits", "sales"])
def test_a_plan_survives_its_own_document(base: dict[str, Any]) -> None:
    plan = plan_of(base)
    again = parse_plan(plan.to_json())
    assert again == plan
    assert again.to_json() == plan.to_json()
    assert again.sha256 == plan.sha256


@given(st.permutations(list(SALES)), st.booleans())
def test_the_hash_does_not_depend_on_how_the_document_is_written(order: list[str], indent: bool) -> None:
    text = json.dumps({key: SALES[key] for key in order}, indent=2 if indent else None)
    assert parse_plan(text).sha256 == plan_of(SALES).sha256


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "quality": st.fixed_dictionaries(
                {},
                optional={
                    "min_rows": st.integers(10, 10**6),
                    "max_drift": st.floats(0.001, 100),
                    "max_duplicate_share": st.floats(0, 1),
                    "max_data_mb": st.integers(1, LARGEST_DATA_MB),
                },
            ),
            "split": st.fixed_dictionaries(
                {"test_share": st.floats(0.01, 0.5), "seed": st.text(min_size=1, max_size=9)}
            ),
            "training": st.fixed_dictionaries(
                {
                    "framework": st.sampled_from(["sklearn", "xgboost"]),
                    "hyperparameters": st.dictionaries(
                        st.text(min_size=1, max_size=9), st.text() | st.integers() | st.booleans()
                    ),
                }
            ),
        },
    )
)
def test_every_plan_survives_its_own_document(changes: dict[str, Any]) -> None:
    plan = plan_of(DIGITS, **changes)
    assert parse_plan(plan.to_json().encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")) == plan


def test_another_plan_has_another_hash() -> None:
    plans = [plan_of(DIGITS), plan_of(DIGITS, split={"seed": "2"}), plan_of(DIGITS, quality={"min_rows": 101})]
    assert len({plan.sha256 for plan in plans}) == 3


def test_the_first_matching_rule_holds_and_others_are_left_out() -> None:
    plan = plan_of(DIGITS, columns=[LABEL, {"name": "pixel_1", "type": "integer"}, PIXELS])
    found = {name: plan.rule_for(name) for name in ("pixel_1", "pixel_2", "PIXEL_2", "other")}
    assert {name: rule and rule.type.value for name, rule in found.items()} == {
        "pixel_1": "integer",
        "pixel_2": "number",
        "PIXEL_2": None,
        "other": None,
    }


def test_allowed_values_may_be_written_as_json_or_as_csv_has_them() -> None:
    for allowed in ([1, 2, 3], ["1", "2", "3"], [1.0, "2", 3]):
        plan = plan_of(DIGITS, columns=[{**LABEL, "allowed": allowed}, PIXELS])
        assert plan.columns[0].allowed == ("1", "2", "3")


def with_columns(*columns: dict[str, Any]) -> dict[str, Any]:
    return {"columns": list(columns)}


def aggregated(**changes: Any) -> dict[str, Any]:
    return {"features": {"aggregations": [{**AGGREGATION, **changes}]}}


REFUSED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (DIGITS, {"modle": "x"}, r"modle is unknown \(did you mean 'model'"),
    (DIGITS, {"model": "Digits!"}, r"'Digits!'; accepted: 2 to 32"),
    (DIGITS, {"task": "ranking"}, r"task is 'ranking'; accepted: classification, regression"),
    (DIGITS, {"target": ""}, "target is ''"),
    (DIGITS, {"target": "lable"}, "target 'lable' is matched by no rule"),
    (DIGITS, with_columns(), "columns is empty"),
    (DIGITS, with_columns({"name": "label", "type": "number"}, PIXELS), "type number; accepted for classification"),
    (DIGITS, with_columns({**LABEL, "max_null_share": 0.1}, PIXELS), "must be required"),
    (DIGITS, with_columns({**LABEL, "required": False}, PIXELS), "must be required"),
    (DIGITS, with_columns({**LABEL, "required": "no"}, PIXELS), r"columns\[0\].required is 'no'"),
    (DIGITS, with_columns(LABEL, {**PIXELS, "min": 2, "max": 1}), "is 2, above max 1"),
    (DIGITS, with_columns(LABEL, {"name": "t", "type": "text", "min": 2}), "min or max; accepted"),
    (DIGITS, with_columns(LABEL, {**PIXELS, "allowed": [1]}), "allowed is there; accepted"),
    (DIGITS, with_columns({**LABEL, "allowed": []}, PIXELS), "one value or more"),
    (DIGITS, with_columns({**LABEL, "allowed": ["x"]}, PIXELS), "'x' is not accepted: a whole number"),
    (DIGITS, with_columns(LABEL, {**PIXELS, "max_null_share": 1.1}), "a number from 0 to 1"),
    (DIGITS, with_columns(LABEL, {**PIXELS, "max_null_share": True}), "is True; accepted: a number"),
    (DIGITS, {"columns": "label"}, "a list of at most 1000"),
    (DIGITS, {"quality": {"min_rows": 1}}, "quality.min_rows is 1"),
    (DIGITS, {"quality": {"max_drift": 10**400}}, "quality.max_drift"),
    (DIGITS, {"quality": []}, r"quality is \[\]; accepted: an object"),
    (DIGITS, {"split": {"test_share": 0.9}}, "split.test_share is 0.9"),
    (DIGITS, {"split": {"seed": 1}}, "split.seed is 1; accepted: a text"),
    (DIGITS, {"training": {"framework": "tensorflow"}}, "sklearn, xgboost"),
    (DIGITS, {"training": {"hyperparameters": {"a": [1]}}}, "texts, numbers and booleans"),
    (DIGITS, {"gate": {"metrics": {}}}, "one metric or more"),
    (DIGITS, {"gate": {"metrics": {"Accuracy": 1}}}, "names 'Accuracy'"),
    (DIGITS, {"gate": {"metrics": {"accuracy": "high"}}}, "gate.metrics.accuracy is 'high'"),
    (DIGITS, {"gate": {"metrics": {"accuracy": 0.9, "auc": 0.9}}}, "'auc', which is not measured for classification"),
    (
        SALES,
        {"gate": {"metrics": {"accuracy": 0.9}}},
        "'accuracy', which is not measured for regression",
    ),
    (DIGITS, {"quality": {"max_data_mb": LARGEST_DATA_MB + 1}}, "quality.max_data_mb is 361"),
    (SALES, {"gate": {}}, "one metric or more"),
    (SALES, {"features": {"numeric": "log"}}, "none, standard"),
    (SALES, {"features": {"categorical": [{"column": "vat", "encoding": "one-hot"}]}}, "no rule of columns matches"),
    (SALES, {"features": {"categorical": [{"column": "at", "encoding": "one-hot"}]}}, "of type timestamp"),
    (SALES, {"features": {"categorical": [{"column": "shop", "encoding": "ordinal"}] * 2}}, "'shop' 2 times"),
    (SALES, aggregated(column="y"), "uses the target"),
    (SALES, aggregated(column=""), "column is ''"),
    (SALES, aggregated(window="a week"), "a whole number and s, m, h or d"),
    (SALES, aggregated(time_column="shop"), "of type text; accepted: timestamp"),
    (SALES, aggregated(name="__target__"), "which the target has"),
    (SALES, {"features": {"aggregations": [AGGREGATION] * 2}}, "'spent' 2 times"),
]


@pytest.mark.parametrize(("base", "changes", "message"), REFUSED, ids=[message[:30] for *_, message in REFUSED])
def test_what_does_not_fit_is_refused_with_its_place(
    base: dict[str, Any], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        plan_of(base, **changes)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"model": NaN}', "[" * 100_000], ids=repr)
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"JSON|object"):
        parse_plan(text)


@pytest.mark.parametrize(("window", "seconds"), [("90s", 90), ("30m", 1800), ("12h", 43200), ("7d", 604800)])
def test_windows(window: str, seconds: int) -> None:
    assert window_seconds(window) == seconds


@pytest.mark.parametrize("window", ["", "d", "0d", "-1d", "1.5d", "1w", "d1", "1 d", "²d", "1000000d"])
def test_windows_that_are_none(window: str) -> None:
    with pytest.raises(ValueError, match="such as 7d"):
        window_seconds(window)


def test_a_plan_cannot_be_changed() -> None:
    plan: Any = plan_of(DIGITS)
    assert isinstance(plan, TrainingPlan)
    with pytest.raises(AttributeError):
        plan.model = "other"
