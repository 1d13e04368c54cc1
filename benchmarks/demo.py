"""The demonstration as a whole: wall time and memory of a warm run, and the memory of each function in it."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 90.0
RESIDENT_MB = 3 * 1024
FUNCTION_SHARE = 0.6
"""The largest accepted share of its configured memory that a function may use at its peak."""


def run() -> dict[str, Any]:
    """Runs `make demo` and reads what it wrote.

    Raises:
        subprocess.CalledProcessError: The demonstration failed.
    """
    begun = time.perf_counter()
    subprocess.run(["make", "demo"], cwd=ROOT, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - begun
    found = json.loads((ROOT / "build" / "demo.json").read_text())
    shares = {
        name: round(figures["max_memory_mb"] / figures["memory_mb"], 3)
        for name, figures in found["machine"]["functions"].items()
    }
    peak = found["machine"]["peak_resident_mb"]
    return {
        "name": "make demo, warm",
        "limit": {"seconds": SECONDS, "resident_mb": RESIDENT_MB, "share_of_function_memory": FUNCTION_SHARE},
        "holds": seconds <= SECONDS and peak <= RESIDENT_MB and max(shares.values()) <= FUNCTION_SHARE,
        "seconds": round(seconds, 1),
        "peak_resident_mb": peak,
        "share_of_function_memory": shares,
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
