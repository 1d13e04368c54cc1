"""200 executions at once in the sandbox, a fifth of the endpoint calls failing: nothing is lost, nothing doubled."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sandbox import lifecycle
from sandbox.demo import data, model
from sandbox.demo.__main__ import client_factory
from sandbox.demo.runs import Platform, Run
from sandbox.demo.stack import SandboxStack

ROOT = Path(__file__).resolve().parents[1]
EXECUTIONS = 200
SHARE_EACH = 0.05
KINDS = ("throttle", "error_5xx", "timeout", "model_not_ready")
"""Four kinds of fault at a share of 0.05 each: a fifth of the calls."""

FILES_EACH = 4
REQUESTED = ("serverless", "provisioned")
LIMIT_S = 240.0


def _spread() -> dict[str, list[str]]:
    """The keys of each execution's prefix; the image of a file is the number in its name."""
    prefixes = [f"chaos/{number:03d}/" for number in range(EXECUTIONS)]
    return {
        prefix: [f"{prefix}{number * FILES_EACH + index:04d}.png" for index in range(FILES_EACH)]
        for number, prefix in enumerate(prefixes)
    }


def run() -> dict[str, Any]:
    """Starts everything at once and counts what came out."""
    digits = data.load()
    model.ensure_archive(digits, ROOT)
    directory = ROOT / "build" / "bench" / "chaos"
    lifecycle.stop(directory)
    shutil.rmtree(directory, ignore_errors=True)
    with lifecycle.start(directory) as running:  # what is deployed ends with it
        outputs = SandboxStack(ROOT, lifecycle.environment(running), lambda _line: None).up()
        client = client_factory(running)
        prefixes = _spread()
        _upload(digits, prefixes, outputs["inputAccessPointAlias"], client("s3"))
        for seed, kind in enumerate(KINDS):
            running.client.add_fault(
                service="sagemaker", operation="InvokeEndpoint", kind=kind, share=SHARE_EACH, seconds=2, seed=seed
            )
        begun = time.perf_counter()
        runs = _all(Platform(outputs, client), list(prefixes))
        seconds = time.perf_counter() - begun
        hits = {fault["kind"]: fault["hits"] for fault in running.client.faults()}
    return _judged(prefixes, runs, seconds, hits)


def _upload(digits: data.Digits, prefixes: dict[str, list[str]], bucket: str, s3: Any) -> None:
    keys = [key for own in prefixes.values() for key in own]
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda item: s3.put_object(Bucket=bucket, Key=item[0], Body=data.png(item[1])),
                zip(keys, digits.images, strict=False),
            )
        )


def _all(platform: Platform, prefixes: list[str]) -> list[Run]:
    """Starts an execution for each prefix, all before the first one is waited for.

    Raises:
        TimeoutError: Some did not end.
    """
    requests = [
        {"prefix": prefix, "inference_type": REQUESTED[number % len(REQUESTED)], "batch_threshold": 1_000_000}
        for number, prefix in enumerate(prefixes)
    ]
    with ThreadPoolExecutor(16) as pool:
        started = list(pool.map(lambda request: platform.start(**request), requests))
    deadline = time.monotonic() + LIMIT_S
    while left := platform.running():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{left} of {len(started)} executions did not end in {LIMIT_S:.0f} s")
        time.sleep(1.0)
    ended = [
        platform.result(prefix, *one) for prefix, one in zip(prefixes, zip(started, requests, strict=True), strict=True)
    ]
    return [run for run in ended if run is not None]


def _judged(prefixes: dict[str, list[str]], runs: list[Run], seconds: float, hits: dict[str, int]) -> dict[str, Any]:
    wanted = Counter(key for keys in prefixes.values() for key in keys)
    given = Counter(record["key"] for run in runs for record in run.records)
    statuses = Counter(record["status"] for run in runs for record in run.records)
    paths = Counter(record["path"] for run in runs for record in run.records)
    lost, doubled = wanted - given, given - wanted
    return {
        "name": "200 concurrent executions, a fifth of the endpoint calls failing",
        "limit": {"lost": 0, "doubled": 0, "failed_executions": 0},
        "holds": not lost and not doubled and all(run.status == "SUCCEEDED" for run in runs),
        "executions": dict(Counter(run.status for run in runs)),
        "inputs": wanted.total(),
        "lost": lost.total(),
        "doubled": doubled.total(),
        "records": dict(statuses),
        "served_by": dict(paths),
        "calls_hit": hits,
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
