"""The model cache: 1,000 concurrent first requests, and 200 models of mixed size in a cache that holds a part of them.

Real packages, real sessions; objects come from memory. Requests for the 200 models follow Zipf's law, as names that
people ask for do. Bytes are the cache's own count, held against the growth of the process's memory.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.prediction_work import resident_mb
from benchmarks.small_models import classifier_features, forest, forest_onnx
from domain.models.names import package_key
from lambdas.clients.model_packages import StoredObject, UnchangedError
from lambdas.models.cache import CacheLimits, RevalidatingCache
from lambdas.models.sources import LoadedModel, ModelKey, ModelSource
from lambdas.packages.build import PackageParts, build_package

CALLERS = 1_000
MODELS = 200
SIZES = (1, 2, 4, 8, 16)
"""Trees of the forests: 200 models of five sizes."""
REQUESTS = 5_000
CACHE_SHARE = 0.4
"""The cache holds so much of what all models would take."""
LIMITS = {"loads_of_concurrent_first_requests": 1, "bytes_over_the_bound": 0, "hit_rate_at_least": 0.7}
WAIT_S = 60.0


class Memory:
    """Packages by key."""

    def __init__(self, objects: dict[str, bytes]) -> None:
        self.objects = objects

    def read(self, key: str, etag: str | None = None) -> StoredObject | None:
        if etag is not None:
            raise UnchangedError(key)
        return StoredObject(self.objects[key], "1")


def _cache(objects: dict[str, bytes], max_bytes: int) -> RevalidatingCache[ModelKey, LoadedModel]:
    source = ModelSource(Memory(objects), None, max_bytes, lambda *_: None)  # type: ignore[arg-type]
    return RevalidatingCache(source, CacheLimits(max_bytes, 60), time.time)


def _packages() -> tuple[dict[str, bytes], list[list[float]]]:
    models = {}
    for trees in SIZES:
        trained, rows, labels = forest(trees)
        models[trees] = forest_onnx(trained, len(rows[0]))
    features = classifier_features(len(rows[0]), labels)
    found = {}
    for number in range(MODELS):
        name = f"model-{number:03d}"
        parts = PackageParts(
            model=name,
            version="1",
            created_at="2026-11-26T00:00:00Z",
            onnx=models[SIZES[number % len(SIZES)]],
            features=features,
            handler=b"",
            framework={},
            metrics={},
        )
        found[package_key(name, "1")] = build_package(parts)
    return found, rows


def concurrent_first_requests(objects: dict[str, bytes]) -> dict[str, Any]:
    """How often a model is loaded when nobody was there before."""
    cache = _cache(objects, 2**30)
    key = ModelKey("model-004", "1")
    begin = threading.Barrier(CALLERS)

    def ask() -> int:
        begin.wait(WAIT_S)
        return id(cache.get(key, WAIT_S))

    with ThreadPoolExecutor(CALLERS) as pool:
        found = {one.result() for one in [pool.submit(ask) for _ in range(CALLERS)]}
    return {"callers": CALLERS, "loads": cache.counts.loads, "models_that_they_got": len(found)}


def mixed_models(objects: dict[str, bytes], rows: list[list[float]]) -> dict[str, Any]:
    """Hit rate and bytes while 200 models share a cache that holds a part of them."""
    everything = _cache(objects, 2**40)
    names = [ModelKey(f"model-{number:03d}", "1") for number in range(MODELS)]
    costs = []
    for key in names[: len(SIZES)]:
        before = everything.used_bytes
        everything.get(key, WAIT_S)
        costs.append(everything.used_bytes - before)
    bound = int(sum(costs) * MODELS / len(SIZES) * CACHE_SHARE)
    del everything
    chance = random.Random(1)
    order = list(range(MODELS))
    chance.shuffle(order)
    weights = [1 / (order[number] + 1) for number in range(MODELS)]
    cache, over = _cache(objects, bound), 0
    before_mb, most_mb = resident_mb(), 0.0
    for key in chance.choices(names, weights, k=REQUESTS):
        loaded = cache.get(key, WAIT_S)
        loaded.onnx.run(loaded.rows.read(rows[:1]))
        over = max(over, cache.used_bytes - bound)
        most_mb = max(most_mb, resident_mb())
    counts = cache.counts
    return {
        "models": MODELS,
        "requests": REQUESTS,
        "bound_mb": round(bound / 2**20, 1),
        "held_mb": round(cache.used_bytes / 2**20, 1),
        "bytes_over_the_bound": over,
        "process_growth_mb": round(most_mb - before_mb, 1),
        "hit_rate": round(counts.hits / (counts.hits + counts.misses), 3),
        "loads": counts.loads,
        "evictions": counts.evictions,
    }


def measure() -> dict[str, Any]:
    """Both parts, in this process."""
    objects, rows = _packages()
    return {"first_requests": concurrent_first_requests(objects), "mixed": mixed_models(objects, rows)}


def run() -> dict[str, Any]:
    """Measures in a fresh process and judges."""
    command = [sys.executable, "-m", "benchmarks.model_cache", "measure"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    first, mixed = found["first_requests"], found["mixed"]
    return {
        "name": f"model cache: {CALLERS} first requests at once, {MODELS} models in a bounded cache",
        "limit": {**LIMITS, "process_growth": "the bound"},
        "holds": first["loads"] == LIMITS["loads_of_concurrent_first_requests"] == first["models_that_they_got"]
        and mixed["bytes_over_the_bound"] <= LIMITS["bytes_over_the_bound"]
        and mixed["hit_rate"] >= LIMITS["hit_rate_at_least"]
        and mixed["process_growth_mb"] <= mixed["bound_mb"],
        **found,
    }


if __name__ == "__main__":
    print(json.dumps(measure() if sys.argv[1:] else run()))
