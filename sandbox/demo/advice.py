"""What the advisor is asked in the demonstration, and what is made of its answer: documents only."""

from __future__ import annotations

import copy
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sandbox.demo.checks import percentile
from sandbox.demo.router import Routed

NAME: Final = "digits"
TARGET_MS, BUDGET_USD = 2500, 1000


def workload(recorded: Sequence[Routed], patterns: Sequence[str], cold_start_ms: float) -> dict[str, Any]:
    """A workload file: the recorded traffic, and how long the model took of it.

    Args:
        recorded: Answered requests.
        patterns: Those that come into question: endpoints of one model, which take the same files.
        cold_start_ms: Length of a cold start, in milliseconds.
    """
    taken = [each.attempt_ms for each in recorded if each.pattern == patterns[0]]
    taken = taken or [each.attempt_ms for each in recorded]
    service = {name: round(percentile(taken, share) or 0.0, 1) for name, share in (("p50", 0.5), ("p99", 0.99))}
    return {
        "name": NAME,
        "region": "us-east-1",
        "traffic": {"trace": "trace.csv"},
        "target_p99_ms": TARGET_MS,
        "monthly_budget_usd": BUDGET_USD,
        "payload_kb": 1,
        "answer_kb": 1,
        "needs": {"patterns": list(patterns)},
        "model": {
            "own": {
                "service_ms": service,
                "instance": {"type": "ml.m5.large", "concurrency": 2},
                "serverless": {"memory_mb": 2048, "cold_start_ms": cold_start_ms},
            }
        },
    }


def merged(base: Any, change: Any) -> Any:
    """A document with another laid over it: objects are merged, everything else is replaced."""
    if not isinstance(base, Mapping) or not isinstance(change, Mapping):
        return change
    return {**base, **{key: merged(base.get(key), value) for key, value in change.items()}}


def within(document: dict[str, Any]) -> dict[str, Any]:
    """A stack file whose schedule of the real-time endpoint is within its size, as the settings' rule asks."""
    found = copy.deepcopy(document)
    most = found["config"]["inference-platform:inference"]["realtime"]["max_instances"]
    hours = found["config"]["inference-platform:cost"]["schedules"]["realtime"]
    hours.update({name: min(value, most) for name, value in hours.items() if name.endswith("_max")})
    return found


def write_trace(path: Path, recorded: Sequence[Routed]) -> None:
    """A trace as the advisor reads it: when each request was sent, from the first one on."""
    with path.open("w", newline="") as file:
        file.write("# Recorded by the demonstration: when its callers sent their requests to the router.\n")
        writer = csv.writer(file)
        writer.writerow(["timestamp_s"])
        first = min(each.sent_s for each in recorded)
        writer.writerows([f"{each.sent_s - first:.4f}"] for each in sorted(recorded, key=lambda each: each.sent_s))
