"""Settings of the theme that do not go together, and what is said of each."""

from __future__ import annotations

import copy
from typing import Any

import pulumi
import pytest

from components.settings import parse
from components.settings.training_document import MOST_LOOKS, looks, training_plan
from domain.training.plan import Framework, Task
from tests.components.training.support import EVERYTHING, MINIMAL, training_settings


def with_(path: str, value: Any, base: Any = MINIMAL) -> dict[str, Any]:
    raw: dict[str, Any] = copy.deepcopy(dict(base))
    *way, last = path.split(".")
    inner = raw
    for name in way:
        inner = inner.setdefault(name, {})
    inner[last] = value
    return raw


def refused(raw: Any, environment: str = "staging") -> str:
    with pytest.raises(pulumi.RunError) as caught:
        parse({"environment": environment, "training": raw}, stack="test")
    return str(caught.value)


@pytest.mark.parametrize("raw", [MINIMAL, {**EVERYTHING, "signing": True}], ids=["minimal", "everything"])
def test_what_fits_together_is_accepted(raw: Any) -> None:
    assert parse({"environment": "staging", "training": raw}, stack="test").training.enabled


def test_off_needs_nothing() -> None:
    assert not parse({}, stack="test").training.enabled


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("plan.columns", [], "columns is empty"),
        ("plan.target", "missing", "target 'missing' is matched by no rule"),
        ("plan.columns", [{"name": "label", "type": "number"}], "target 'label' is of type number"),
        ("plan.features", {"categorical": [{"column": "x", "encoding": "one-hot"}]}, "uses 'x', which no rule"),
        ("plan.gate.max_drop", 2.0, "accepted: number, 0 to 1"),
        (
            "plan.task",
            "regression",
            "'accuracy', which is not measured for regression; accepted: mae, rmse, r2",
        ),
        ("plan.gate.metrics", {"auc": 0.9}, "gate.metrics names 'auc', which is not measured for classification"),
        ("plan.gate.metrics", {"accuracy": 0.9, "rmse": 1.0}, "gate.metrics names 'rmse'"),
        ("plan.quality.min_rows", 1, "accepted: whole number, 10 to"),
        ("plan.quality.max_data_mb", 361, "accepted: whole number, 1 to 360"),
        ("functions.memory_mb", 512, "accepted for plan.quality.max_data_mb = 100: 656 or more"),
        ("functions.timeout_seconds", 249, "accepted for functions.timeout_seconds = 249: 99 or less"),
        ("plan.split.test_share", 0.9, "accepted: number, 0.05 to 0.5"),
        ("model", "Digits", "accepted: text like digits"),
        ("job.image_uri", None, "training.job.image_uri is missing"),
        ("job.image_uri", "123456789012.dkr.ecr.us-east-1.amazonaws.com/t:latest", "ends with :latest"),
        ("deployment.image_uri", None, "training.deployment.image_uri is missing"),
        ("job.instance_type", "ml.g5.xlarge", "job.instance_type is ml.g5.xlarge, whose own disk takes no key"),
        ("job.instance_type", "ml.r5d.large", "job.instance_type is ml.r5d.large, whose own disk takes no key"),
        (
            "deployment.endpoint",
            {"kind": "realtime", "instance_type": "ml.g4dn.xlarge"},
            "deployment.endpoint.instance_type is ml.g4dn.xlarge, whose own disk takes no key",
        ),
        ("data.prefix", "training/", "accepted in the stack's own bucket: training/data/ or below"),
        ("data.prefix", "/data/", "accepted: text like training/data/"),
        ("data.prefix", "../data/", None),
        (
            "data.key_arn",
            f"arn:aws:kms:us-east-1:123456789012:key/{'0' * 8}-0000-0000-0000-{'0' * 12}",
            "is set without bucket",
        ),
        ("schedule", "every day", "accepted: text like rate(1 day)"),
        ("schedule", "cron(0 25 * * ? *)", "training.schedule is not accepted"),
        ("schedule_timezone", "Mars/Olympus", "training.schedule_timezone is not accepted"),
        ("job.spot", {"enabled": True, "max_wait_minutes": 30}, "accepted: max_runtime_minutes = 60 or more"),
        ("deployment.endpoint.rollout", {"kind": "linear", "percent": 5}, "percent of a linear rollout"),
        ("deployment.http_rollout", {"kind": "canary", "timeout_minutes": 5.0}, "longer than all waits together"),
        ("deployment.http_rollout", {"kind": "rolling", "percent": 10}, "is rolling; accepted: all-at-once"),
        ("deployment.http", "on", "prediction_api.enabled is false"),
        ("deployment.watch_seconds", 1, "the history of an execution holds no more looks"),
        (
            "job.image_uri",
            "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-py312-cpu-py3",
            "cannot export to ONNX",
        ),
        ("deployment.watch_seconds", 61, "an alarm that rings for one period would not be seen"),
        ("deployment.http_rollout.step_minutes", 0.5, "a step that ends before them watches nothing"),
    ],
)
def test_what_does_not_fit_is_named(path: str, value: Any, said: str | None) -> None:
    text = refused(with_(path, value))
    assert said is None or said in text


def test_aggregations_take_time_and_memory_of_the_functions() -> None:
    columns = [
        {"name": "at", "type": "timestamp"},
        {"name": "who", "type": "text"},
        {"name": "spent", "type": "number"},
        {"name": "label", "type": "integer"},
    ]
    means = [
        {"name": f"m{day}", "column": "spent", "group_by": "who", "function": "mean", "window": f"{day}d"}
        for day in range(1, 11)
    ]
    features = {"aggregations": [{**mean, "time_column": "at"} for mean in means]}
    raw = with_("plan.features", features, with_("plan.columns", columns))
    assert "is 1769; accepted for plan.quality.max_data_mb = 100: 2056 or more" in refused(raw)
    raw["functions"] = {"memory_mb": 2300}
    assert parse({"environment": "staging", "training": raw}, stack="test").training.enabled
    raw["plan"]["quality"] = {"max_data_mb": 110}
    assert "accepted for functions.timeout_seconds = 900: 105 or less" in refused(raw)


def test_production_is_approved_by_a_person() -> None:
    text = refused({**MINIMAL, "approval": "automatic"}, "prod")
    assert "training.approval is automatic; accepted in prod: manual" in text
    assert "approval" not in refused({**MINIMAL, "approval": "manual"}, "prod").replace("alarm", "")


def test_the_plan_is_the_one_that_the_functions_read() -> None:
    raw = with_(
        "plan.columns",
        [
            {"name": "kind", "type": "text", "allowed": ["a", "b"]},
            {"name": "size", "type": "integer", "allowed": ["1", "2"]},
            {"name": "label", "type": "boolean", "allowed": ["true", "false"]},
        ],
    )
    raw["job"] = {**raw["job"], "framework": "xgboost", "hyperparameters": {"rounds": "10"}}
    plan = training_plan(training_settings(raw))
    assert (plan.model, plan.task, plan.training.framework) == ("digits", Task.CLASSIFICATION, Framework.XGBOOST)
    assert [column.allowed for column in plan.columns] == [("a", "b"), ("1", "2"), ("true", "false")]
    assert plan.gate.metrics == {"accuracy": 0.9}


def test_what_a_column_allows_is_of_its_type() -> None:
    raw = with_(
        "plan.columns",
        [
            {"name": "size", "type": "integer", "allowed": ["many"]},
            {"name": "label", "type": "integer"},
        ],
    )
    assert "training.plan does not fit" in refused(raw)


def test_a_deployment_is_looked_at_to_the_end_of_its_time_and_of_its_rollback() -> None:
    deployment = training_settings(with_("deployment.watch_seconds", 60)).deployment
    assert looks(deployment) == 120 + 60
    longest = training_settings(with_("deployment.http_rollout", {"timeout_minutes": 480.0})).deployment
    assert looks(longest) <= MOST_LOOKS
