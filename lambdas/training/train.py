"""Trains a model: the entry of a SageMaker training job, and of any container with the same folders.

`python3 /opt/ml/input/data/code/lambdas/training/train.py`; the root folder is `ML_ROOT`, by default `/opt/ml`. Reads
`input/config/hyperparameters.json` and the channels `train` and `test`; writes `model/model.onnx` and
`model/training.json`, checkpoints to `checkpoints/` where the job has one, and what went wrong to `output/failure`.
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # a script's own folder comes first on the path, and `lambdas` lies two above it
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from lambdas.training.channels import Table, read_tables
from lambdas.training.checkpoints import Checkpoints
from lambdas.training.errors import TrainingError
from lambdas.training.hyperparameters import Settings, read_settings

FORMAT = 1
LONGEST_FAILURE = 1024
"""SageMaker shows no more of it."""


def main(root: Path) -> int:
    """Runs a job.

    Args:
        root: The folder that is `/opt/ml`.

    Returns:
        Exit code: 0, or 1 when there is no model; then `output/failure` says why.
    """
    try:
        run(root)
    except TrainingError as error:
        return _fail(root, str(error))
    except Exception as error:  # noqa: BLE001 - whatever a library raises must reach the job's FailureReason
        traceback.print_exc()
        return _fail(root, f"{type(error).__name__}: {error}")
    return 0


def run(root: Path) -> None:
    """Trains, exports, checks, measures and writes.

    Raises:
        TrainingError: The input is wrong, or the export differs from the model.
    """
    settings = read_settings(_text(root / "input" / "config" / "hyperparameters.json"))
    train, test = read_tables(root / "input" / "data", settings)
    print(f"train {train.rows.shape[0]} rows, test {test.rows.shape[0]} rows, {len(train.names)} features", flush=True)
    from lambdas.training import measures, onnx_export

    model = _fit(root, train, settings)
    data = onnx_export.export(model, len(train.names), settings)
    checked = onnx_export.check(data, model, test.rows, settings)
    found = measures.measure(model, test, settings)
    for name, value in found.items():
        print(f"metric {name}={value:.6f}", flush=True)
    report = {
        "format": FORMAT,
        "framework": settings.framework,
        "algorithm": settings.algorithm,
        "task": settings.task,
        "classes": settings.classes,
        "seed": settings.seed,
        "hyperparameters": dict(settings.parameters),
        "versions": _versions(model),
        "rows": {"train": len(train.rows), "test": len(test.rows), "compared_with_onnx": checked},
        "data_sha256": {"train": train.sha256, "test": test.sha256},
        "metrics": found,
        "onnx": {"opset": onnx_export.OPSET, "bytes": len(data), "sha256": sha256(data).hexdigest()},
        "features": measures.statistics(train, model.importances()),
    }
    folder = root / "model"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(data)
    (folder / "training.json").write_text(json.dumps(report, indent=1, sort_keys=True) + "\n")


def _fit(root: Path, train: Table, settings: Settings) -> Any:
    folder = root / "checkpoints"
    checkpoints = Checkpoints(folder if folder.is_dir() else None, _fingerprint(train, settings))
    checkpoints.listen()
    if settings.framework == "xgboost":
        from lambdas.training import boosted

        return boosted.fit(train, settings, checkpoints)
    from lambdas.training import scikit

    return scikit.fit(train, settings, checkpoints)


def _fingerprint(train: Table, settings: Settings) -> str:
    """What must be the same for a run to go on from a checkpoint."""
    return sha256(json.dumps([asdict(settings), train.names, train.sha256]).encode()).hexdigest()


def _versions(model: Any) -> dict[str, str]:
    converter = "onnxmltools" if "xgboost" in model.versions else "skl2onnx"
    others = {name: version(name) for name in ("numpy", "onnx", converter)}
    return {"python": ".".join(map(str, sys.version_info[:3])), **others, **model.versions}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise TrainingError(f"{path.name} cannot be read: {error.strerror}") from error


def _fail(root: Path, reason: str) -> int:
    print(f"failed: {reason}", flush=True)
    output = root / "output"
    output.mkdir(parents=True, exist_ok=True)
    (output / "failure").write_text(reason[:LONGEST_FAILURE], encoding="utf-8")
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(os.environ.get("ML_ROOT", "/opt/ml"))))
