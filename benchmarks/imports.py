"""Import time of each function's handler against that of the libraries that it needs, in fresh processes, in turn.

That is boto3, and ONNX Runtime beside it where a function runs models.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.3
RUN_MODELS = ("evaluate_model", "predict_http", "predict_worker")
"""Functions with the model layer; what the start of `predict_http` is worth is measured in predictions.py."""
RUNS = 15

_MEASURE = "import time; begun = time.perf_counter(); import {module}; print(time.perf_counter() - begun)"


def functions() -> list[str]:
    """The functions of the platform: every folder of `lambdas/` that has a handler."""
    return sorted(path.parent.name for path in (ROOT / "lambdas").glob("*/handler.py") if path.parent.name != "serving")


def floor_of(module: str) -> str:
    """What an import of the module is compared with."""
    return "boto3, onnxruntime" if module.removeprefix("lambdas.").split(".")[0] in RUN_MODELS else "boto3"


def _seconds(module: str) -> float:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "build/layers/runtime-local/python"))),
        "AWS_REGION": "us-east-1",
    }
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE.format(module=module)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout)


def run() -> dict[str, Any]:
    """Medians in milliseconds, and each handler's ratio to the floor."""
    handlers = [f"lambdas.{name}.handler" for name in functions()]
    modules = [*sorted({floor_of(module) for module in handlers}), *handlers]
    for module in modules:
        _seconds(module)
    taken: dict[str, list[float]] = {module: [] for module in modules}
    for _ in range(RUNS):
        for module in modules:
            taken[module].append(_seconds(module))
    medians = {module: statistics.median(values) * 1000 for module, values in taken.items()}
    ratios = {module: round(medians[module] / medians[floor_of(module)], 3) for module in handlers}
    return {
        "name": "import time of each handler / import boto3 (and onnxruntime where it runs models)",
        "limit": LIMIT,
        "worst": max(ratios.values()),
        "holds": max(ratios.values()) <= LIMIT,
        "milliseconds": {module: round(value, 1) for module, value in medians.items()},
        "ratios": ratios,
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
