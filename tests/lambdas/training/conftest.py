"""Folders like /opt/ml with small channels in them, and runs of the training script in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lambdas.training import train

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Job:
    """One folder that plays /opt/ml."""

    root: Path

    def write(self, channel: str, rows: Any, target: Any, names: list[str] | None = None) -> None:
        folder = self.root / "input" / "data" / channel
        folder.mkdir(parents=True, exist_ok=True)
        header = ",".join([*(names or [f"x{number}" for number in range(rows.shape[1])]), "__target__"])
        lines = [",".join(map(repr, [*map(float, row), value])) for row, value in zip(rows, target, strict=True)]
        (folder / f"{channel}.csv").write_text("\n".join([header, *lines]) + "\n")

    def configure(self, **values: Any) -> None:
        folder = self.root / "input" / "config"
        folder.mkdir(parents=True, exist_ok=True)
        texts = {name: str(value) for name, value in values.items()}
        (folder / "hyperparameters.json").write_text(json.dumps(texts))

    def run(self) -> int:
        """The script in this process, without its handler of signals."""
        return train.main(self.root)

    def start(self, **more: Any) -> subprocess.Popen[str]:
        """The script as SageMaker starts it."""
        environment = {**os.environ, "ML_ROOT": str(self.root), "OMP_NUM_THREADS": "1"}
        command = [sys.executable, str(ROOT / "lambdas" / "training" / "train.py")]
        return subprocess.Popen(
            command, env=environment, cwd=self.root, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more
        )

    @property
    def failure(self) -> str:
        return (self.root / "output" / "failure").read_text()

    @property
    def model(self) -> bytes:
        return (self.root / "model" / "model.onnx").read_bytes()

    @property
    def report(self) -> dict[str, Any]:
        return dict(json.loads((self.root / "model" / "training.json").read_text()))


def table(task: str, classes: int, seed: int = 3) -> tuple[Any, Any]:
    """60 rows of 5 features that say what the target is, with a little noise."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(60, 5)).astype(np.float32)
    value = rows[:, 0] * 2 - rows[:, 1] + random.normal(scale=0.1, size=60)
    if task == "regression":
        return rows, [float(one) for one in value]
    edges = np.quantile(value, np.linspace(0, 1, classes + 1)[1:-1])
    return rows, [int(one) for one in np.searchsorted(edges, value)]


@pytest.fixture
def make_job(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a job for a task: `make_job("regression", algorithm="random_forest")`."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setattr("lambdas.training.checkpoints.Checkpoints.listen", lambda self: None)

    def make(task: str = "classification", classes: int = 3, **values: Any) -> Job:
        job = Job(tmp_path_factory.mktemp("ml"))
        rows, target = table(task, classes)
        job.write("train", rows[:45], target[:45])
        job.write("test", rows[45:], target[45:])
        job.configure(task=task, classes=classes if task == "classification" else 0, **values)
        return job

    return make
