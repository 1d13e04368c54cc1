"""How `discover` scales: peak memory and time at 1,000, 10,000 and 100,000 objects. Prints the figures as JSON.

The listing and the artifact bucket are S3 clients that make pages from a counter and drop what they are given, so that
the figures are those of our code and not of a server. Each size runs in a process of its own.
"""

import json
import resource
import subprocess
import sys
import time
import tracemalloc
from typing import Any

from domain.routing import InferencePath
from lambdas.clients.input_listing import InputListing
from lambdas.clients.run_store import RunStore
from lambdas.discover.discovery import Discovery
from lambdas.discover.request import DiscoverRequest
from lambdas.discover.settings import Settings

SIZES = (1_000, 10_000, 100_000)
PAGE = 1_000
MEMORY_GROWTH_LIMIT = 1.2
TIME_GROWTH_LIMIT = 1.5
"""Time per object, 100,000 against 10,000: linear is 1, quadratic 10; the rest is noise of a shared machine."""
SETTINGS = Settings(
    environment="bench",
    access_point="inputs-ext-s3alias",
    run_bucket="runs",
    inference_type="none",
    batch_threshold=1_000,
    deployed=frozenset(InferencePath),
    part_size=200,
    model_version="1",
    content_types={".png": "image/png"},
    batch_max_bytes=6 * 1024 * 1024,
)


class CountedListing:
    """An S3 client whose bucket holds ``count`` objects that nobody stored."""

    def __init__(self, count: int) -> None:
        """Hold ``count`` objects."""
        self.count = count

    def list_objects_v2(self, *, ContinuationToken: str = "0", **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's name
        """Make one page."""
        start = int(ContinuationToken)
        end = min(start + PAGE, self.count)
        entries = [
            {"Key": f"digits/{index:07d}.png", "Size": 300, "ETag": f'"{index:032x}"'} for index in range(start, end)
        ]
        page: dict[str, Any] = {"Contents": entries, "IsTruncated": end < self.count}
        return {**page, "NextContinuationToken": str(end)} if end < self.count else page


class DroppingStore(RunStore):
    """An artifact bucket that counts bytes and keeps none."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(self, "runs")
        self.stored_bytes = 0

    def put_object(self, *, Body: bytes, **_: Any) -> None:  # noqa: N803 - boto3's name
        """Count what would be stored."""
        self.stored_bytes += len(Body)

    def read(self, key: str) -> bytes | None:
        """Return nothing: nothing is kept."""
        del key
        return None


def discover(count: int) -> int:
    """Discover ``count`` objects with the shipped code; returns the bytes that it stored."""
    store = DroppingStore()
    discovery = Discovery(
        InputListing(CountedListing(count), "inputs-ext-s3alias"), store, SETTINGS, "bench", "2026-01-01"
    )
    state = discovery(DiscoverRequest("digits/", "none", 1_000))
    if state["file_count"] != count:
        raise AssertionError(f"{state['file_count']} of {count} objects were found")
    return store.stored_bytes


def measure(count: int) -> dict[str, float]:
    """Measure one size in this process: time first, then the peak of what Python allocates."""
    discover(PAGE)
    begin = time.perf_counter()
    stored = discover(count)
    seconds = time.perf_counter() - begin
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tracemalloc.start()
    discover(count)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        "objects": count,
        "seconds": round(seconds, 4),
        "microseconds_per_object": round(seconds / count * 1e6, 2),
        "peak_python_mb": round(peak / 2**20, 3),
        "peak_resident_mb": round(resident, 1),
        "stored_mb": round(stored / 2**20, 2),
    }


def run() -> dict[str, Any]:
    """Measure every size, each in a fresh process, and judge memory and time against each other."""
    sizes = []
    for count in SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.discover", str(count)], check=True, capture_output=True, text=True
        )
        sizes.append(json.loads(done.stdout))
    first, last = sizes[0], sizes[-1]
    resident = last["peak_resident_mb"] / first["peak_resident_mb"]
    python = last["peak_python_mb"] / first["peak_python_mb"]
    per_object = last["microseconds_per_object"] / sizes[1]["microseconds_per_object"]
    return {
        "name": "discover: memory and time from 1,000 to 100,000 objects",
        "limit": {"memory_growth": MEMORY_GROWTH_LIMIT, "time_per_object_growth": TIME_GROWTH_LIMIT},
        "holds": max(resident, python) <= MEMORY_GROWTH_LIMIT and per_object <= TIME_GROWTH_LIMIT,
        "sizes": sizes,
        "memory_growth_resident": round(resident, 3),
        "memory_growth_python": round(python, 3),
        "time_per_object_growth": round(per_object, 3),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1])) if len(sys.argv) > 1 else run(), indent=1))
