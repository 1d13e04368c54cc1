"""The Lambda layer: the functions' third-party packages, for the platform where they run, from the lock file.

boto3 is not in it: the managed runtime brings it. The folder is made anew when the lock or the list changes; the Pulumi
program only reads it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from toolchain.dependencies import DependencyError, ensure_uv, lock_entries
from toolchain.places import BUILD, LOCK, VENV

PACKAGES = ("aws-lambda-powertools", "jmespath", "typing-extensions")
"""What the functions import beyond the standard library and boto3, with all that those packages need."""

PLATFORMS = {
    "arm64": ("--python-platform", "aarch64-manylinux2014", "--python-version", "3.13"),
    "local": ("--python", str(VENV / "bin" / "python")),
}
"""uv's arguments for AWS's Graviton runtime, and for this machine (the sandbox)."""


def folder(platform: str) -> Path:
    """Where the layer of a platform lies; its `python/` is what Lambda puts on the import path."""
    return BUILD / "layers" / f"runtime-{platform}"


def ensure(platform: str, say: Callable[[str], None]) -> Path:
    """Makes the layer for a platform ("arm64" or "local") unless it is there already.

    Raises:
        DependencyError: A package has no wheel for the platform, or cannot be fetched.
    """
    wanted = lock_entries(PACKAGES, LOCK.read_text())
    made = folder(platform)
    stamp = made.with_suffix(".stamp")
    fingerprint = hashlib.sha256("\n".join((wanted, *PLATFORMS[platform], sys.version)).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint and (made / "python").is_dir():
        return made
    say(f"building the Lambda layer for {platform}")
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
        raise DependencyError(f"the Lambda layer for {platform} could not be built:\n{done.stderr.strip()[-2000:]}")
    _strip(made / "python")
    stamp.write_text(fingerprint)
    return made


def _strip(packages: Path) -> None:
    """Removes what differs between machines or is of no use in a layer, so that the same lock gives the same bytes."""
    for useless in ("bin", ".lock"):
        path = packages / useless
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    for record in packages.glob("*.dist-info"):
        for name in ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json"):
            (record / name).unlink(missing_ok=True)
    for cached in list(packages.rglob("__pycache__")):
        shutil.rmtree(cached, ignore_errors=True)
