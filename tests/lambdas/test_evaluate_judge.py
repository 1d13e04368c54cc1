"""Evaluation and gate on a real run store: real models, the rows' way through each model's own features."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Mapping
from typing import Any

import pytest

from domain.models.names import current_deployment_key, package_key
from domain.rollouts.current import Current, Served
from domain.training.features import FittedFeatures
from domain.training.layout import RunPlaces
from domain.training.plan import parse_plan
from domain.training.run_id import DataObject, TrainingRun, run_fields
from lambdas.clients.run_store import RunStore
from lambdas.errors import InvalidEventError, RunCorruptError, RunNotFoundError
from lambdas.evaluate_model import handler as evaluate
from lambdas.evaluate_model.evaluation import TrainingOutputRefused
from lambdas.evaluate_model.in_service import BaselineUnavailable
from lambdas.judge_model import handler as judging
from lambdas.models.session import OnnxModel
from tests.lambdas.conftest import BUCKET
from tests.lambdas.models.support import classifier, features, put_model, put_release, regressor

RUN = "0123456789abcdef"
PLACES = RunPlaces(RUN)
OUTPUT = f"{PLACES.output}animals-{RUN}-a1-r0/output/model.tar.gz"
DATA = DataObject("inputs", "training/data/a.csv", "e", 1)
OF_RUN = {"run": run_fields(TrainingRun(RUN, "animals", RUN, 1, DATA), "new")}
EVENT = {**OF_RUN, "training": {"job_name": "j", "model_data": f"s3://{BUCKET}/{OUTPUT}"}}
POINTS = [(x / 2, y / 3) for x in range(-6, 7) for y in range(-6, 7)]


def plan_document(target: str = "text", **gate: Any) -> dict[str, Any]:
    task = "classification" if target == "text" else "regression"
    return {
        "model": "animals",
        "task": task,
        "target": "animal",
        "columns": [{"name": "width", "type": "number"}, {"name": "height", "type": "number"}]
        + [{"name": "animal", "type": target}],
        "quality": {"min_rows": 10},
        "gate": gate or {"metrics": {"accuracy": 0.9}},
    }


def archive(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def truth_of(model: bytes, fitted: FittedFeatures) -> list[str]:
    import numpy as np

    return [str(one) for one in OnnxModel(model, fitted).run(np.array(POINTS, dtype=np.float32)).predictions]


class Run:
    """A run after its training."""

    def __init__(self, s3: Any, plan: dict[str, Any] | None = None, model: bytes | None = None) -> None:
        self.s3 = s3
        self.plan = plan or plan_document()
        self.model = classifier() if model is None else model
        self.fitted = features(classes=() if self.plan["task"] == "regression" else ("cat", "dog", "owl"))
        parse_plan(json.dumps(self.plan))
        self.put("training/plans/p.json", json.dumps(self.plan).encode())
        self.put(PLACES.features, self.fitted.to_json().encode())
        self.put(OUTPUT, archive({"model.onnx": self.model, "training.json": b"{}"}))
        self.rows(truth_of(self.model, self.fitted))

    def put(self, key: str, data: bytes) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=data)

    def rows(self, truth: list[str]) -> None:
        lines = [f"{x},{y},{one}" for (x, y), one in zip(POINTS, truth, strict=True)]
        self.put(PLACES.raw_test, "\n".join(["width,height,animal", *lines]).encode())

    def document(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
        return found


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "PLATFORM_ENVIRONMENT": "test",
        "RUN_BUCKET": BUCKET,
        "TRAINING_PLAN_KEY": "training/plans/p.json",
        "SIGNING_KEY_ARN": "",
        "MAX_PACKAGE_MB": "1",
    }.items():
        monkeypatch.setenv(name, value)


def test_a_first_model_is_scored_alone_and_judged(s3: Any) -> None:
    run = Run(s3)
    found = evaluate.handler(EVENT, None)
    assert found["metrics"]["accuracy"] == 1.0
    assert found["baseline"] is None
    assert "nothing to compare" in found["note"]
    document = run.document(PLACES.evaluation)
    assert document["model"]["rows"] == len(POINTS)
    assert {one["label"] for one in document["model"]["classes"]} == {"cat", "dog", "owl"}
    verdict = judging.handler({**OF_RUN, "evaluation": found}, None)
    assert verdict["passed"] is True
    assert run.document(PLACES.gate)["reasons"] == verdict["reasons"]


def test_a_worse_model_than_the_one_in_service_does_not_pass(s3: Any) -> None:
    run = Run(s3, plan_document(metrics={"accuracy": 0.1}, max_drop=0.01))
    better = classifier(seed=3)
    put_model(s3, BUCKET, onnx=better)
    put_release(s3, BUCKET)
    run.rows(truth_of(better, run.fitted))
    found = evaluate.handler(EVENT, None)
    assert found["baseline"]["version"] == "1"
    assert found["baseline"]["metrics"]["accuracy"] == 1.0
    assert 0.1 < found["metrics"]["accuracy"] < 0.99
    verdict = judging.handler(OF_RUN, None)
    assert verdict["passed"] is False
    assert "model in service" in verdict["reasons"][0]


def test_a_regression_is_scored(s3: Any) -> None:
    run = Run(s3, plan_document("number", metrics={"rmse": 0.01}), regressor())
    found = evaluate.handler(EVENT, None)
    assert found["metrics"]["rmse"] == pytest.approx(0, abs=1e-5)
    assert judging.handler(OF_RUN, None)["passed"] is True
    assert "classes" not in run.document(PLACES.evaluation)["model"]


def test_a_model_in_service_with_other_columns_compares_with_nothing(s3: Any) -> None:
    Run(s3)
    put_model(s3, BUCKET, onnx=classifier(3), fitted=features(("width", "height", "depth")))
    put_release(s3, BUCKET)
    found = evaluate.handler(EVENT, None)
    assert found["baseline"] is None
    assert "depth" in found["note"]
    assert judging.handler(OF_RUN, None)["passed"] is True


def test_a_model_that_serves_on_an_endpoint_alone_is_compared_with(s3: Any) -> None:
    """A stack without the HTTP API has no release: what serves is what its last deployment put on the endpoint."""
    run = Run(s3, plan_document(metrics={"accuracy": 0.1}, max_drop=0.01))
    better = classifier(seed=3)
    put_model(s3, BUCKET, onnx=better)
    run.put(current_deployment_key("animals"), Current(live=Served("d" * 16, "1", "endpoint")).to_json().encode())
    run.rows(truth_of(better, run.fitted))
    found = evaluate.handler(EVENT, None)
    assert (found["baseline"]["version"], found["baseline"]["metrics"]["accuracy"]) == ("1", 1.0)
    assert judging.handler(OF_RUN, None)["passed"] is False


def test_what_was_on_the_endpoint_before_has_no_version_to_compare_with(s3: Any) -> None:
    run = Run(s3)
    run.put(current_deployment_key("animals"), Current(live=Served("", "", "endpoint")).to_json().encode())
    assert "nothing to compare" in evaluate.handler(EVENT, None)["note"]


@pytest.mark.parametrize("broken", ["absent", "tampered", "no release", "no deployment"])
def test_a_model_in_service_that_cannot_be_read_stops_the_run(s3: Any, broken: str) -> None:
    run = Run(s3)
    if broken != "no deployment":
        put_release(s3, BUCKET)
    else:
        run.put(current_deployment_key("animals"), b"{}")
    if broken == "tampered":
        put_model(s3, BUCKET)
        run.put(package_key("animals", "1"), b"\x1f\x8b nonsense")
    elif broken == "no release":
        run.put("models/animals/release.json", b"{}")
    with pytest.raises(BaselineUnavailable, match="rollback"):
        evaluate.handler(EVENT, None)


@pytest.mark.parametrize(
    ("output", "why"),
    [
        (b"", "cut short"),
        (archive({"model.onnx": b"x" * 1000, "training.json": b"{}"})[:60], "cut short"),
        (archive({"training.json": b"{}"}), "no model.onnx"),
        (archive({"model.pkl": b"\x80\x04.", "training.json": b"{}"}), "pickled code"),
        (archive({"model.onnx": bytes(1024 * 1024), "training.json": b"{}"}), "more than 1048576 bytes"),
        (archive({"model.onnx": classifier()}), "training.json"),
        (archive({"model.onnx": classifier(), "training.json": b"[]"}), "accepted: an object"),
        (archive({"model.onnx": classifier(3), "training.json": b"{}"}), "shape"),
        (
            archive({"model.onnx": classifier(opset=17).replace(b"\x10\x11", b"\x10\x63"), "training.json": b"{}"}),
            "opset 99",
        ),
        (archive({"model.onnx": regressor(), "training.json": b"{}"}), "outputs"),
        (archive({"model.onnx": classifier(poison=float("nan")), "training.json": b"{}"}), "NaN"),
    ],
    ids=[
        "empty",
        "truncated",
        "no model",
        "pickle",
        "too large",
        "no facts",
        "facts",
        "width",
        "newer opset",
        "task",
        "nan",
    ],
)
def test_a_training_output_that_cannot_be_used_is_refused(s3: Any, output: bytes, why: str) -> None:
    Run(s3).put(OUTPUT, output)
    with pytest.raises(TrainingOutputRefused, match=why):
        evaluate.handler(EVENT, None)


@pytest.mark.parametrize(
    "uri",
    [
        f"s3://other/{OUTPUT}",
        f"s3://{BUCKET}/training/runs/ffffffffffffffff/output/j/output/model.tar.gz",
        f"s3://{BUCKET}/{PLACES.output}../../../models/x",
        3,
        "",
    ],
)
def test_a_model_outside_of_the_run_is_refused(s3: Any, uri: Any) -> None:
    Run(s3)
    with pytest.raises(InvalidEventError, match="model_data"):
        evaluate.handler({**EVENT, "training": {"model_data": uri}}, None)


@pytest.mark.parametrize(
    "rows", [b"", b"width,height,animal\n", b"width,height,animal\n1,x,cat\n", b"width,height,animal\n1,2,\n"]
)
def test_test_rows_that_are_not_what_was_written_are_refused(s3: Any, rows: bytes) -> None:
    Run(s3).put(PLACES.raw_test, rows)
    with pytest.raises(RunCorruptError, match=r"raw_test\.csv"):
        evaluate.handler(EVENT, None)


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"[]", b'{"model": {"metrics": []}}', b'{"model": {"metrics": {}}, "baseline": {}}']
)
def test_an_evaluation_that_is_none_is_refused(s3: Any, text: bytes) -> None:
    Run(s3).put(PLACES.evaluation, text)
    with pytest.raises(RunCorruptError, match="no evaluation"):
        judging.handler(OF_RUN, None)


def test_a_run_that_was_not_evaluated_is_told(s3: Any, store: RunStore) -> None:
    Run(s3)
    with pytest.raises(RunNotFoundError):
        judging.handler(OF_RUN, None)


def test_a_second_evaluation_gives_the_same(s3: Any) -> None:
    Run(s3)
    assert evaluate.handler(EVENT, None) == evaluate.handler(EVENT, None)
