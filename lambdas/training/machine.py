"""The machine that a job runs on."""

from __future__ import annotations

import os


def threads() -> int:
    """How many threads a library may use: `OMP_NUM_THREADS`, otherwise one a processor."""
    return int(os.environ.get("OMP_NUM_THREADS", "0")) or os.cpu_count() or 1
