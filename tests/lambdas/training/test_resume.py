"""Spot: a run that was interrupted and goes on ends with the bytes of one that was not."""

from __future__ import annotations

import shutil
import signal
from typing import Any

import numpy as np
import pytest

from lambdas.training.checkpoints import TERMINATED, Checkpoints

CASES = [
    ("classification", 3, {"algorithm": "random_forest", "n_estimators": 15, "max_features": 0.6}, "forest.npz"),
    ("regression", 0, {"algorithm": "random_forest", "n_estimators": 15, "max_depth": 3}, "forest.npz"),
    ("classification", 3, {"framework": "xgboost", "n_estimators": 15, "subsample": 0.7}, "booster.json"),
    ("classification", 2, {"framework": "xgboost", "n_estimators": 15, "colsample_bytree": 0.5}, "booster.json"),
    ("regression", 0, {"framework": "xgboost", "n_estimators": 15}, "booster.json"),
]


def interrupted(monkeypatch: pytest.MonkeyPatch, saves: int) -> None:
    """Ends a run after so many checkpoints, as SIGTERM would while the part runs."""
    save = Checkpoints.save
    count = iter(range(saves, -1, -1))

    def save_and_stop(self: Checkpoints, name: str, write: Any) -> None:
        self._asked = next(count) == 1
        save(self, name, write)

    monkeypatch.setattr(Checkpoints, "save", save_and_stop)


@pytest.mark.parametrize(("task", "classes", "values", "name"), CASES)
def test_a_resumed_run_equals_one_that_was_not_interrupted(
    make_job: Any,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    task: str,
    classes: int,
    values: dict[str, Any],
    name: str,
) -> None:
    every = 100 if name == "forest.npz" else 4  # trees do not know of parts; the rounds of a booster do
    whole = make_job(task, classes, **values, checkpoint_every=every)
    assert whole.run() == 0, whole.failure
    job = make_job(task, classes, **values, checkpoint_every=4)
    (job.root / "checkpoints").mkdir()
    with monkeypatch.context() as patch:
        interrupted(patch, 2)
        with pytest.raises(SystemExit) as stopped:
            job.run()
    assert stopped.value.code == TERMINATED
    assert [path.name for path in (job.root / "checkpoints").iterdir()] == [name]
    assert not (job.root / "model").exists()
    assert job.run() == 0, job.failure
    assert "resumed at 8 " in capfd.readouterr().out
    assert job.model == whole.model
    assert job.report["features"] == whole.report["features"]


@pytest.mark.parametrize(("task", "classes", "values", "name"), CASES)
def test_a_run_that_ended_after_its_last_part_exports_what_the_checkpoint_holds(
    make_job: Any, task: str, classes: int, values: dict[str, Any], name: str
) -> None:
    """The instance may go while the model is exported: nothing is left to grow then."""
    job = make_job(task, classes, **values, checkpoint_every=15)
    (job.root / "checkpoints").mkdir()
    assert job.run() == 0, job.failure
    model = job.model
    shutil.rmtree(job.root / "model")
    assert job.run() == 0, job.failure
    assert job.model == model
    assert [path.name for path in (job.root / "checkpoints").iterdir()] == [name]


def test_sigterm_saves_a_checkpoint_and_the_next_start_goes_on(make_job: Any) -> None:
    values = {"n_estimators": 150, "checkpoint_every": 1}
    job, whole = make_job(**values), make_job(**{**values, "checkpoint_every": 150})
    (job.root / "checkpoints").mkdir()
    process = job.start()
    assert process.stdout is not None
    assert "train 45 rows" in process.stdout.readline()
    while not (job.root / "checkpoints" / "forest.npz").exists() and process.poll() is None:
        pass
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == TERMINATED, output
    assert "told to stop: the checkpoint is saved" in output
    process = job.start()
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output
    assert "resumed at" in output
    assert whole.run() == 0
    assert job.model == whole.model


@pytest.mark.parametrize(("task", "classes", "values", "name"), CASES[:3:2])
@pytest.mark.parametrize("damage", ["empty", "cut", "other data", "other parameters"])
def test_a_checkpoint_that_does_not_fit_is_not_used(
    make_job: Any,
    capfd: pytest.CaptureFixture[str],
    damage: str,
    task: str,
    classes: int,
    values: dict[str, Any],
    name: str,
) -> None:
    first = make_job(task, classes, **values)
    (first.root / "checkpoints").mkdir()
    assert first.run() == 0
    changed = {"seed": 9} if damage == "other parameters" else {}
    job = make_job(task, classes, **values, **changed)
    shutil.copytree(first.root / "checkpoints", job.root / "checkpoints")
    path = job.root / "checkpoints" / name
    if damage == "empty":
        path.write_bytes(b"")
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    if damage == "other data":
        data = job.root / "input" / "data" / "train" / "train.csv"
        lines = data.read_text().splitlines()
        data.write_text("\n".join(lines[:-1]) + "\n")
    assert job.run() == 0, job.failure
    assert f"checkpoint {name} is not used" in capfd.readouterr().out


def test_a_checkpoint_is_never_unpickled(make_job: Any, capfd: pytest.CaptureFixture[str]) -> None:
    job = make_job(n_estimators=3)
    folder = job.root / "checkpoints"
    folder.mkdir()
    with (folder / "forest.npz").open("wb") as file:
        np.savez(file, version=np.array([{"an": "object"}], dtype=object))
    assert job.run() == 0
    assert "checkpoint forest.npz is not used" in capfd.readouterr().out
