"""The HTTP function against the handler of tutorials: a 100-tree forest on the digits, same rows, same S3, in turn.

Each round is a fresh process for each side; figures are medians over the rounds. The import of the peer includes
scikit-learn, which its first request brings in. S3 is moto's server in a process of its own for both.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.prediction_work import BUCKET, ENVIRONMENT, MODEL, PICKLE_KEY, VERSION
from benchmarks.small_models import classifier_features, forest, forest_onnx
from components.sources import function_sources
from domain.models.names import package_key, release_key
from domain.models.release import Release
from lambdas.packages.build import PackageParts, build_package

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "bench" / "predictions"
LAYERS = (ROOT / "build/layers/runtime-local", ROOT / "build/layers/model-local")
ROUNDS = 5
ROWS = 100
TREES = 100
LIMITS = {
    "p50_ratio_at_least": 20.0,
    "import_ratio_at_least": 4.0,
    "memory_share_at_most": 0.5,
    "package_mb_below": 150.0,
}


@contextmanager
def storage() -> Iterator[str]:
    """S3 in a process of its own; yields its address."""
    command = [sys.executable, "-m", "benchmarks.storage_server"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def _put(url: str, key: str, body: bytes) -> None:
    import boto3

    names = {"aws_access_key_id": "bench", "aws_secret_access_key": "bench", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=url, **names).put_object(Bucket=BUCKET, Key=key, Body=body)


def _prepare(url: str) -> dict[str, float]:
    import pickle

    trained, rows, labels = forest(TREES)
    onnx = forest_onnx(trained, len(rows[0]))
    urllib.request.urlopen(urllib.request.Request(f"{url}/{BUCKET}", method="PUT")).close()
    package = build_package(
        PackageParts(
            model=MODEL,
            version=VERSION,
            created_at="2026-11-26T00:00:00Z",
            onnx=onnx,
            features=classifier_features(len(rows[0]), labels),
            handler=b"",
            framework={"scikit-learn": "bench"},
            metrics={},
        )
    )
    pickled = pickle.dumps(trained)
    _put(url, PICKLE_KEY, pickled)
    _put(url, package_key(MODEL, VERSION), package)
    _put(url, release_key(MODEL), Release(VERSION).to_json().encode())
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "rows.json").write_text(json.dumps(rows[-ROWS:]), encoding="ascii")
    return {"onnx_mb": len(onnx) / 2**20, "package_mb": len(package) / 2**20, "pickle_mb": len(pickled) / 2**20}


def _side(side: str, url: str) -> dict[str, Any]:
    path = [str(ROOT), *(str(layer / "python") for layer in LAYERS if side == "ours")]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(path),
        "AWS_ENDPOINT_URL": url,
        **ENVIRONMENT,
    }
    command = [sys.executable, "-m", "benchmarks.prediction_work", side, str(FOLDER)]
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"{side} failed: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "process_s": time.perf_counter() - begun}


def unpacked_mb() -> float:
    """What Lambda unpacks for the function: both layers and its own archive."""
    layers = sum(file.stat().st_size for layer in LAYERS for file in layer.rglob("*") if file.is_file())
    own = sum(file.stat().st_size for file in function_sources(ROOT, "predict_http").files.values())
    return (layers + own) / 2**20


def run() -> dict[str, Any]:
    """Measures both sides in turn and judges the figures of the issue."""
    sides: dict[str, list[dict[str, Any]]] = {"ours": [], "peer": []}
    with storage() as url:
        sizes = _prepare(url)
        for side in sides:
            _side(side, url)  # once for the file cache
        for _ in range(ROUNDS):
            for side, rounds in sides.items():
                rounds.append(_side(side, url))
    same = {tuple(one["labels"]) for rounds in sides.values() for one in rounds}
    if len(same) != 1:
        raise AssertionError("the two sides do not predict the same")
    names = ("imports_s", "first_answer_s", "resident_mb", "p50_ms", "p99_ms")
    medians = {
        side: {name: statistics.median(one[name] for one in rounds) for name in names} for side, rounds in sides.items()
    }
    ours, peer = medians["ours"], medians["peer"]
    found = {
        "p50_ratio": round(peer["p50_ms"] / ours["p50_ms"], 1),
        "import_ratio": round(peer["imports_s"] / ours["imports_s"], 2),
        "first_answer_ratio": round(peer["first_answer_s"] / ours["first_answer_s"], 2),
        "memory_share": round(ours["resident_mb"] / peer["resident_mb"], 3),
        "unpacked_mb": round(unpacked_mb(), 1),
    }
    return {
        "name": f"predictions: {TREES} trees, {ROWS} rows, against S3 pickle + scikit-learn",
        "limit": LIMITS,
        **found,
        "holds": found["p50_ratio"] >= LIMITS["p50_ratio_at_least"]
        and found["import_ratio"] >= LIMITS["import_ratio_at_least"]
        and found["memory_share"] <= LIMITS["memory_share_at_most"]
        and found["unpacked_mb"] < LIMITS["package_mb_below"],
        "medians": {side: {name: round(value, 4) for name, value in one.items()} for side, one in medians.items()},
        "model": {name: round(value, 2) for name, value in sizes.items()},
        "rounds": ROUNDS,
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
