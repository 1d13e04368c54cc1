"""Times a tool's work in its own process: what is left after its imports, the first pass warming up.

Every script of this folder uses it, so that all are measured alike. It runs in each tool's own environment.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

PASSES = 3
ENOUGH_S = 10.0
"""No further pass begins after so long; a tool that is as slow as that varies little."""


def report(judge: Callable[[Path], set[tuple[str, str]]], warm_up: Path, work: Path) -> None:
    """Print seconds of the best pass, peak memory, and what was found as rule and resource."""
    judge(warm_up)
    seconds: list[float] = []
    found: set[tuple[str, str]] = set()
    while len(seconds) < PASSES and sum(seconds) < ENOUGH_S:
        begun = time.perf_counter()
        found = judge(work)
        seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump({"seconds": min(seconds), "peak_mb": round(peak, 1), "found": sorted(found)}, sys.stdout)
