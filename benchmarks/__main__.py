"""`python -m benchmarks [NAME ...]`: runs the benchmarks and writes `benchmarks/results.json`."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")
NAMES = (
    "imports",
    "discover",
    "policies",
    "audit",
    "preview",
    "schedule",
    "estimate",
    "review_report",
    "auto_stop",
    "predictions",
    "model_cache",
    "simulator",
    "recommendation",
    "switch_decision",
    "router",
    "cross_region",
    "failover_model",
    "demo",
    "chaos",
    "pipeline_chaos",
)
"""In the order in which they run; each module has `run() -> dict` with `name`, `limit` and `holds`."""


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
    }


def main(names: Sequence[str]) -> int:
    """Runs what is asked for, all by default; returns 1 when a limit does not hold."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        sys.stderr.write(f"error: no benchmark named {', '.join(unknown)}; there are {', '.join(NAMES)}\n")
        return 2
    results = json.loads(RESULTS.read_text())["results"] if RESULTS.exists() else {}
    for name in names or NAMES:
        print(f"{name} ...", flush=True)
        results[name] = importlib.import_module(f"benchmarks.{name}").run()
        print(json.dumps(results[name], indent=2), flush=True)
        RESULTS.write_text(json.dumps({"machine": machine(), "results": results}, indent=2) + "\n")
    return 0 if all(results[name]["holds"] for name in names or NAMES) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
