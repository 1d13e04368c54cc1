"""One side of `benchmarks/predictions.py` in a process of its own: `ours` or `peer`, and a folder with the inputs.

Prints one line of JSON: seconds until everything is imported, until the first answer, milliseconds of warm calls,
memory.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BUCKET, MODEL, VERSION, PICKLE_KEY = "models-of-the-benchmark", "digits", "1", "forest.pkl"
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_EC2_METADATA_DISABLED": "true",
    "PLATFORM_ENVIRONMENT": "bench",
    "POWERTOOLS_SERVICE_NAME": "predict-http",
    "MODEL_BUCKET": BUCKET,
    "DEFAULT_MODEL": MODEL,
    "CACHE_MB": "256",
    "MAX_ROWS": "100",
    "REVALIDATE_SECONDS": "60",
    "SIGNING_KEY_ARN": "",
    "ASYNC_PREFIX": "predictions/",
    "ASYNC_RETENTION_HOURS": "24",
    "MAX_ASYNC_MB": "6",
    "WORKER_FUNCTION": "",
    "PRELOAD": "false",
}
WARM_ROUNDS = 4

Call = Callable[[list[float], bool], dict[str, Any]]


class Patient:
    def get_remaining_time_in_millis(self) -> int:
        return 20_000


def event_of(row: list[float], probabilities: bool) -> dict[str, Any]:
    """A request as API Gateway sends it."""
    return {
        "httpMethod": "POST",
        "resource": "/v1/predict",
        "headers": {"Content-Type": "application/json", "Host": "api", "User-Agent": "bench", "X-Amzn-Trace-Id": "1"},
        "requestContext": {"requestId": "bench"},
        "body": json.dumps({"rows": [row], "probabilities": probabilities}),
        "isBase64Encoded": False,
    }


def ours(rows: list[list[float]]) -> tuple[float, list[dict[str, Any]], Callable[[dict[str, Any]], dict[str, Any]]]:
    begun = time.perf_counter()
    from lambdas.predict_http.handler import handler

    seconds = time.perf_counter() - begun
    return seconds, [event_of(row, False) for row in rows], lambda event: handler(event, Patient())


def peer(rows: list[list[float]]) -> tuple[float, list[dict[str, Any]], Callable[[dict[str, Any]], dict[str, Any]]]:
    begun = time.perf_counter()
    import sklearn.ensemble  # noqa: F401 - unpickling imports it; here so that it counts as an import

    from benchmarks.peers.pickle_handler import handler

    seconds = time.perf_counter() - begun
    events = [{"bucket": BUCKET, "key": PICKLE_KEY, "features": row} for row in rows]
    return seconds, events, lambda event: handler(event, None)


def resident_mb() -> float:
    """Memory that the process holds now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise OSError("this system does not tell the memory of a process in /proc")


def label_of(reply: dict[str, Any]) -> str:
    body = json.loads(reply["body"])
    return str(body["predictions"][0] if "predictions" in body else body["prediction"])


def main(side: str, folder: Path) -> None:
    begun = time.perf_counter()
    os.environ.update(ENVIRONMENT)
    rows = json.loads((folder / "rows.json").read_text(encoding="ascii"))
    out, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    imports_s, events, call = {"ours": ours, "peer": peer}[side](rows)
    first = call(events[0])
    first_s = time.perf_counter() - begun
    memory = resident_mb()
    if first["statusCode"] != 200:
        raise AssertionError(first)
    taken = []
    for event in events * WARM_ROUNDS:
        at = time.perf_counter()
        call(event)
        taken.append((time.perf_counter() - at) * 1000)
    taken.sort()
    found = {
        "imports_s": imports_s,
        "first_answer_s": first_s,
        "resident_mb": memory,
        "p50_ms": taken[len(taken) // 2],
        "p99_ms": taken[int(len(taken) * 0.99)],
        "labels": [label_of(call(event)) for event in events],
    }
    out.write(json.dumps(found) + "\n")
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
