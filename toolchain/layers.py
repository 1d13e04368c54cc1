"""The Lambda layers: the functions' third-party packages, for the platform where they run, from the lock file.

One is for every function, one for those that run models: what most functions never import would slow their starts.
boto3 is in neither: the managed runtime brings it. A folder is made anew when the lock or its list changes; the Pulumi
program only reads it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from toolchain.dependencies import DependencyError, ensure_uv, lock_entries
from toolchain.places import BUILD, LOCK, VENV


@dataclass(frozen=True)
class Layer:
    """One layer.

    Attributes:
        name: First part of its folder's name.
        packages: What is in it, with all that those packages import while they run.
        useless: Parts of the packages that are of no use to a function.
    """

    name: str
    packages: tuple[str, ...]
    useless: tuple[str, ...] = ()


LAYERS = (
    Layer("runtime", ("aws-lambda-powertools", "jmespath", "typing-extensions")),
    Layer(
        "model",
        ("numpy", "onnxruntime"),  # flatbuffers, protobuf and packaging serve tools that nobody calls in a function
        useless=(
            "numpy/**/tests",
            "numpy/f2py",
            "numpy/distutils",
            "numpy/**/*.a",
            "onnxruntime/datasets",
            "onnxruntime/quantization",
            "onnxruntime/tools",
            "onnxruntime/transformers",
        ),
    ),
)

PLATFORMS = {
    "arm64": ("--python-platform", "aarch64-manylinux_2_28", "--python-version", "3.13"),
    "local": ("--python", str(VENV / "bin" / "python")),
}
"""uv's arguments for AWS's Graviton runtime (Amazon Linux 2023: glibc 2.34), and for this machine (the sandbox).

Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"""


def folder(layer: Layer, platform: str) -> Path:
    """Where a layer of a platform lies; its `python/` is what Lambda puts on the import path."""
    return BUILD / "layers" / f"{layer.name}-{platform}"


def ensure(platform: str, say: Callable[[str], None]) -> None:
    """Makes every layer for a platform ("arm64" or "local") unless it is there already.

    Raises:
        DependencyError: A package has no wheel for the platform, or cannot be fetched.
    """
    for layer in LAYERS:
        _ensure(layer, platform, say)


def _ensure(layer: Layer, platform: str, say: Callable[[str], None]) -> None:
    wanted = lock_entries(layer.packages, LOCK.read_text())
    made = folder(layer, platform)
    stamp = made.with_suffix(".stamp")
    parts = (wanted, *PLATFORMS[platform], *layer.useless, sys.version)
    fingerprint = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint and (made / "python").is_dir():
        return
    say(f"building the Lambda layer {layer.name} for {platform}")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    requirements = made.with_suffix(".txt")
    requirements.write_text(wanted)
    done = subprocess.run(
        [str(ensure_uv()), "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        + ["--target", str(made / "python"), *PLATFORMS[platform], "-r", str(requirements)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        problem = done.stderr.strip()[-2000:]
        raise DependencyError(f"the Lambda layer {layer.name} for {platform} could not be built:\n{problem}")
    _strip(made / "python", layer.useless)
    stamp.write_text(fingerprint)


def _strip(packages: Path, useless: tuple[str, ...]) -> None:
    """Removes what differs between machines or is of no use in a layer, so that the same lock gives the same bytes."""
    for pattern in ("bin", ".lock", *useless):
        for path in list(packages.glob(pattern)):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    for record in packages.glob("*.dist-info"):
        for name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"):
            (record / name).unlink(missing_ok=True)
    for cached in list(packages.rglob("__pycache__")):
        shutil.rmtree(cached, ignore_errors=True)
