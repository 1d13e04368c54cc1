"""How large a model may be where it is to serve. Each refusal says the number, the limit and what to do.

| where | limit | source |
| --- | --- | --- |
| function | memory, 128 to 10,240 MB; the package is read in memory, never written to /tmp | https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html |
| serverless endpoint | memory, 1,024 to 6,144 MB; 5 GB of disk, whatever the memory | https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html |
| real-time endpoint | the disk that is left beside the image | https://docs.aws.amazon.com/sagemaker/latest/dg/host-instance-storage.html |
"""  # noqa: E501 - addresses are not broken

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MB: Final = 1024**2
GB: Final = 1024**3

MEMORY_PER_MODEL_BYTE: Final = 6
"""Bytes of memory for each byte of ONNX in ONNX Runtime: measured, benchmarks/model_cache.py measures it again."""
FUNCTION_BASE_BYTES: Final = 200 * MB
"""What a function takes before it has a model: Python, boto3, NumPy, ONNX Runtime."""
CONTAINER_BASE_BYTES: Final = 300 * MB
"""What the model container takes before it has a model."""
SERVERLESS_DISK_BYTES: Final = 5 * GB
LARGEST_SERVERLESS_MB: Final = 6144
LARGEST_FUNCTION_MB: Final = 10_240
DEFAULT_VOLUME_GB: Final = 30
"""Of an instance without a disk of its own."""


@dataclass(frozen=True)
class Sizes:
    """Sizes of a package in bytes, each >= 0.

    Attributes:
        packed: The `model.tar.gz`.
        unpacked: All members together.
        model: `model.onnx`.
    """

    packed: int
    unpacked: int
    model: int

    @property
    def loaded(self) -> int:
        """Memory that the model takes once a runtime has it."""
        return self.model * MEMORY_PER_MODEL_BYTE


def function_problems(sizes: Sizes, memory_mb: int, cache_mb: int) -> list[str]:
    """Why a function cannot serve a package; empty when it can.

    Args:
        sizes: Of the package.
        memory_mb: Memory of the function.
        cache_mb: What its cache may hold (`CACHE_MB`).
    """
    problems = []
    if sizes.loaded > cache_mb * MB:
        problems.append(
            f"the model takes about {_mb(sizes.loaded)} once it is loaded; the cache holds {cache_mb} MB: "
            f"raise the cache to {_ceiling(sizes.loaded)} MB and the function's memory with it, or use a smaller model"
        )
    # While it is loaded the package, what it unpacks to and the model are there at the same time.
    needed = FUNCTION_BASE_BYTES + sizes.packed + 2 * sizes.unpacked + sizes.loaded
    if needed > memory_mb * MB:
        remedy = f"raise it to {_ceiling(needed)} MB" if needed <= LARGEST_FUNCTION_MB * MB else "use an endpoint"
        problems.append(f"loading it takes about {_mb(needed)}; the function has {memory_mb} MB: {remedy}")
    return problems


def serverless_problems(sizes: Sizes, memory_mb: int) -> list[str]:
    """Why a serverless endpoint of `memory_mb` cannot serve a package; empty when it can."""
    problems = []
    needed = CONTAINER_BASE_BYTES + sizes.loaded
    if needed > memory_mb * MB:
        step = -(-needed // GB) * 1024
        remedy = f"raise it to {step} MB" if step <= LARGEST_SERVERLESS_MB else "use a real-time endpoint"
        problems.append(f"serving it takes about {_mb(needed)}; the serverless endpoint has {memory_mb} MB: {remedy}")
    if sizes.packed + sizes.unpacked > SERVERLESS_DISK_BYTES:
        found = _mb(sizes.packed + sizes.unpacked)
        problems.append(
            f"packed and unpacked it takes {found}; a serverless endpoint has {_mb(SERVERLESS_DISK_BYTES)} of disk: "
            "use a real-time endpoint"
        )
    return problems


def realtime_problems(sizes: Sizes, volume_gb: int = DEFAULT_VOLUME_GB) -> list[str]:
    """Why an instance with `volume_gb` of disk cannot serve a package; empty when it can."""
    needed = sizes.packed + sizes.unpacked
    if needed <= volume_gb * GB:
        return []
    return [f"packed and unpacked it takes {_mb(needed)}; the instance has {volume_gb} GB of disk: give it more"]


def _mb(size: int) -> str:
    return f"{_ceiling(size):,} MB"


def _ceiling(size: int) -> int:
    return -(-size // MB)
