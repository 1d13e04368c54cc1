"""The training script: every algorithm and task, the ONNX file it leaves, the same bytes twice, clear failures."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

from domain.models.onnx_file import read_onnx
from domain.models.runtime_support import runtime_problems
from lambdas.training import onnx_export, train
from lambdas.training.errors import TrainingError
from lambdas.training.hyperparameters import read_settings

ROOT = Path(__file__).resolve().parents[3]
CASES = [
    ("classification", 3, {"algorithm": "random_forest", "n_estimators": 12}),
    ("classification", 2, {"algorithm": "random_forest", "n_estimators": 12, "max_depth": 4, "max_features": "log2"}),
    ("classification", 3, {"algorithm": "logistic_regression"}),
    ("classification", 2, {"algorithm": "logistic_regression", "C": 0.5}),
    ("classification", 3, {"algorithm": "hist_gradient_boosting", "max_iter": 8, "min_samples_leaf": 3}),
    ("classification", 2, {"algorithm": "hist_gradient_boosting", "max_iter": 8, "min_samples_leaf": 3}),
    ("classification", 3, {"framework": "xgboost", "n_estimators": 12, "subsample": 0.8}),
    ("classification", 2, {"framework": "xgboost", "n_estimators": 12}),
    ("regression", 0, {"algorithm": "random_forest", "n_estimators": 12, "max_features": 0.5}),
    ("regression", 0, {"algorithm": "hist_gradient_boosting", "max_iter": 8, "min_samples_leaf": 3}),
    ("regression", 0, {"framework": "xgboost", "n_estimators": 12, "colsample_bytree": 0.7}),
]


@pytest.mark.parametrize(("task", "classes", "values"), CASES)
def test_each_algorithm_leaves_a_model_with_the_platform_s_names(
    make_job: Any, task: str, classes: int, values: dict[str, Any]
) -> None:
    job = make_job(task, classes, **values)
    assert job.run() == 0, job.failure
    session = onnxruntime.InferenceSession(job.model)
    [given] = session.get_inputs()
    assert (given.name, given.type, given.shape) == ("features", "tensor(float)", [None, 5])
    outputs = [(one.name, one.type, one.shape) for one in session.get_outputs()]
    if task == "classification":
        assert outputs == [("label", "tensor(int64)", [None]), ("probabilities", "tensor(float)", [None, classes])]
    else:
        assert outputs == [("value", "tensor(float)", [None, 1])]
    report = job.report
    assert report["rows"] == {"train": 45, "test": 15, "compared_with_onnx": 15}
    assert (report["task"], report["seed"]) == (task, 1)
    wanted = ("accuracy", "precision", "recall", "f1") if task == "classification" else ("rmse", "mae", "r2")
    assert sorted(report["metrics"]) == sorted(wanted)
    assert set(report["features"]) == {"x0", "x1", "x2", "x3", "x4"}
    assert {"min", "max", "mean", "std"} <= set(report["features"]["x0"])
    assert runtime_problems(*_versions(job.model)) == []
    assert 17 <= _versions(job.model)[1]["ai.onnx"] <= 21


def _versions(data: bytes) -> tuple[int, dict[str, int]]:
    found = read_onnx(data)
    return found.ir_version, {name or "ai.onnx": version for name, version in found.opsets.items()}


@pytest.mark.parametrize(("task", "classes", "values"), CASES)
def test_the_same_data_gives_the_same_bytes(make_job: Any, task: str, classes: int, values: dict[str, Any]) -> None:
    first, second = make_job(task, classes, **values), make_job(task, classes, **values)
    assert (first.run(), second.run()) == (0, 0)
    assert first.model == second.model
    assert first.report == second.report


def test_the_image_has_the_versions_that_are_tested_here() -> None:
    pins = [line for line in (ROOT / "lambdas/training/requirements.txt").read_text().splitlines() if line[0] != "#"]
    assert pins == [f"{name}=={version(name)}" for name in (pin.partition("==")[0] for pin in pins)]
    assert {"numpy", "scikit-learn", "xgboost-cpu", "skl2onnx", "onnxmltools"} <= {
        pin.partition("==")[0] for pin in pins
    }


def test_another_seed_gives_another_forest(make_job: Any) -> None:
    first, second = make_job(n_estimators=5, seed=1), make_job(n_estimators=5, seed=2)
    assert (first.run(), second.run()) == (0, 0)
    assert first.model != second.model


def test_the_script_runs_alone_and_logs_its_metrics(make_job: Any) -> None:
    job = make_job(n_estimators=5)
    process = job.start()
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert "train 45 rows, test 15 rows, 5 features" in output
    assert f"metric accuracy={job.report['metrics']['accuracy']:.6f}" in output


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"n_estimators": 0}, "n_estimators is '0'; accepted: a whole number from 1 to 5000"),
        ({"n_estimators": "many"}, "n_estimators is 'many'"),
        ({"learning_rate": 0.1}, "learning_rate is not known; accepted: framework, algorithm"),
        ({"framework": "torch"}, "framework is 'torch'; accepted: sklearn or xgboost"),
        ({"algorithm": "svm"}, "algorithm is 'svm'; accepted: random_forest or logistic_regression or hist_gradient"),
        ({"classes": 1}, "classes is 1; accepted with task classification: 2 to 1000"),
        ({"seed": -1}, "seed is '-1'"),
        ({"max_features": "nan"}, "max_features is 'nan'; accepted: sqrt, log2, or a number above 0 to 1"),
        ({"task": "ranking"}, "task is 'ranking'; accepted: classification or regression"),
    ],
)
def test_a_wrong_hyperparameter_is_named(make_job: Any, values: dict[str, Any], said: str) -> None:
    job = make_job()
    job.configure(**{"task": "classification", "classes": 3, **values})
    assert job.run() == 1
    assert said in job.failure
    assert not (job.root / "model" / "model.onnx").exists()


def test_all_wrong_hyperparameters_are_named_at_once(make_job: Any) -> None:
    with pytest.raises(
        TrainingError, match=r"n_estimators is '0'.*; .*seed is 'x'|seed is 'x'.*; .*n_estimators is '0'"
    ):
        read_settings(json.dumps({"classes": "3", "n_estimators": "0", "seed": "x"}))
    with pytest.raises(TrainingError, match="which classifies"):
        read_settings(json.dumps({"task": "regression", "algorithm": "logistic_regression"}))


@pytest.mark.parametrize("text", ["{", "[]", '{"seed": 1}'])
def test_hyperparameters_that_are_no_texts_are_refused(make_job: Any, text: str) -> None:
    job = make_job()
    (job.root / "input" / "config" / "hyperparameters.json").write_text(text)
    assert job.run() == 1
    assert "hyperparameters.json" in job.failure


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the last column is ''"),
        ("x0,x1,x2,x3,x4,label\n", "the last column is 'label'; accepted: features, then __target__"),
        ("x0,x1,x2,x3,x4,__target__\n", "has 0 rows"),
        ("x0,x0,__target__\n1,2,0\n", "two columns of one name"),
        ("x0,x1,x2,x3,x4,__target__\n1,2,3,4,5\n", "train/train.csv"),
        ("x0,x1,x2,x3,x4,__target__\n1,2,three,4,5,0\n", "could not convert string 'three'"),
        ("x0,x1,x2,x3,x4,__target__\n1,2,nan,4,5,0\n", "row 1, column x2 is nan; not finite"),
        ("x0,x1,x2,x3,x4,__target__\n1,2,3,-inf,5,0\n", "row 1, column x3 is -inf; not finite"),
        ("x0,x1,x2,x3,x4,__target__\n1,2,3,4,1e39,0\n", "column x4 has a value beyond 32-bit floats"),
        ("x0,x1,x2,x3,x4,__target__\n1,2,3,4,5,3\n", "row 1 has class 3; accepted: 0 to 2"),
        ("x0,x1,x2,x3,x4,__target__\n1,2,3,4,5,0.5\n", "row 1 has class 0.5"),
        ("x0,x1,x2,x3,x4,__target__\n1,2,3,4,5,0\n", "class 1 of 3 has no row in channel train"),
        ("x0,x1,x2,x3,y4,__target__\n1,2,3,4,5,0\n", "other columns: x4, y4 in one of them only"),
    ],
)
@pytest.mark.filterwarnings("ignore:loadtxt:UserWarning")
def test_a_bad_channel_is_explained(make_job: Any, text: str, said: str) -> None:
    job = make_job()
    (job.root / "input" / "data" / "train" / "train.csv").write_text(text)
    assert job.run() == 1
    assert said in job.failure


def test_names_of_features_may_hold_what_csv_quotes(make_job: Any) -> None:
    job = make_job(n_estimators=3)
    names = 'x0,"colour=red, dark","a ""b"" c","two\nlines",#4,__target__'
    for channel in ("train", "test"):
        path = job.root / "input" / "data" / channel / f"{channel}.csv"
        path.write_text("\n".join([names, *path.read_text().splitlines()[1:], ""]))
    assert job.run() == 0, job.failure
    assert set(job.report["features"]) == {"x0", "colour=red, dark", 'a "b" c', "two\nlines", "#4"}
    assert job.report["rows"]["train"] == 45


def test_a_channel_that_is_missing_is_named(make_job: Any) -> None:
    job = make_job()
    (job.root / "input" / "data" / "test" / "test.csv").unlink()
    assert job.run() == 1
    assert job.failure == "channel test has no CSV file"


def test_an_export_that_differs_from_the_model_is_not_used(make_job: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    export = onnx_export.export

    def damaged(model: Any, width: int, settings: Any) -> bytes:
        made = onnx.load_from_string(export(model, width, settings))
        [trees] = [node for node in made.graph.node if node.op_type.startswith("TreeEnsemble")]
        for attribute in trees.attribute:
            if attribute.name in ("class_weights", "target_weights"):
                attribute.floats[:] = list(np.array(attribute.floats) * 0.5)
        return bytes(made.SerializeToString())

    monkeypatch.setattr(onnx_export, "export", damaged)
    for task in ("classification", "regression"):
        job = make_job(task, n_estimators=5)
        assert job.run() == 1
        assert "the ONNX file differs from the model" in job.failure
        assert not (job.root / "model" / "model.onnx").exists()


def test_whatever_a_library_raises_reaches_the_failure(make_job: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise MemoryError("x" * 3000)

    monkeypatch.setattr(train, "_fit", broken)
    job = make_job()
    assert job.run() == 1
    assert job.failure.startswith("MemoryError: xxx")
    assert len(job.failure) == 1024
