"""200 executions at once in the sandbox, a fifth of the endpoint calls failing: nothing is lost, nothing doubled."""

from __future__ import annotations

import json
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

REQUESTED = ("serverless", "provisioned")


def _spread(digits: data.Digits) -> dict[str, list[str]]:
    """Every image under the prefix of one execution: 200 prefixes with 8 or 9 files each."""
    prefixes: dict[str, list[str]] = {}
    for index in range(len(digits.labels)):
        prefix = f"chaos/{index % EXECUTIONS:03d}/"
        prefixes.setdefault(prefix, []).append(f"{prefix}{index:04d}.png")
    return prefixes


def run() -> dict[str, Any]:
    """Starts everything at once and counts what came out."""
    digits = data.load()
    model.ensure_archive(digits, ROOT)
    running = lifecycle.start(ROOT / "build" / "bench" / "chaos")
    stack = SandboxStack(ROOT, lifecycle.environment(running), lambda _line: None)
    try:
        outputs = stack.up()
        client = client_factory(running)
        platform = Platform(outputs, client)
        prefixes = _spread(digits)
        _upload(digits, prefixes, outputs["inputAccessPointAlias"], client("s3"))
        sandbox = running.client
        for seed, kind in enumerate(KINDS):
            sandbox.add_fault(
                service="sagemaker", operation="InvokeEndpoint", kind=kind, share=SHARE_EACH, seconds=2, seed=seed
            )
        begun = time.perf_counter()
        with ThreadPoolExecutor(EXECUTIONS) as pool:
            runs = list(pool.map(lambda item: _one(platform, *item), enumerate(prefixes)))
        seconds = time.perf_counter() - begun
        faults = sandbox.faults()
    finally:
        stack.destroy()
        running.stop()
    return _judged(prefixes, runs, seconds, faults)


def _upload(digits: data.Digits, prefixes: dict[str, list[str]], bucket: str, s3: Any) -> None:
    names = {int(key.rsplit("/", 1)[-1][:4]): key for keys in prefixes.values() for key in keys}
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda item: s3.put_object(Bucket=bucket, Key=names[item[0]], Body=data.png(item[1])),
                enumerate(digits.images),
            )
        )


def _one(platform: Platform, number: int, prefix: str) -> Run:
    requested = REQUESTED[number % len(REQUESTED)]
    return platform.run(prefix, prefix=prefix, inference_type=requested, batch_threshold=1_000_000)


def _judged(prefixes: dict[str, list[str]], runs: list[Run], seconds: float, faults: Any) -> dict[str, Any]:
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
        "faults": faults,
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
