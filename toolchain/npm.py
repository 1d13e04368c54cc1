"""What npm packages carry, in the user's cache: one pinned version, taken only with the pinned hash.

npm's own client fetches, so that a mirror or a proxy that the user set up for it is used; nothing of a package is run.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from toolchain.engine import UnavailableError
from toolchain.places import cache

_PATIENCE_S: Final = 300.0


@dataclass(frozen=True)
class Package:
    """An npm package.

    Attributes:
        name: As npm has it.
        version: The one version that is used.
        sha512: Of its archive, base64, as npm publishes it after ``sha512-``.
    """

    name: str
    version: str
    sha512: str


def kept(package: Package, finish: Callable[[Path, Path], Path] = lambda unpacked, _: unpacked) -> Path:
    """The folder of a package in the user's cache; fetched and finished there unless it is there already.

    Args:
        package: Which.
        finish: Given the unpacked package and a folder to work in; returns the folder to keep.

    Raises:
        UnavailableError: npm is not there, or gives another archive than the pinned one.
    """
    place = place_of(package)
    if not place.is_dir():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".staging-", dir=place.parent) as staging:
            _keep(finish(_unpacked(package, Path(staging)), Path(staging)), place)
    return place


def place_of(package: Package) -> Path:
    """Where a package is kept."""
    return cache() / "tools" / f"{package.name.strip('@').replace('/', '-')}-{package.version}"


def _unpacked(package: Package, staging: Path) -> Path:
    """The content of a package whose archive has the pinned hash."""
    npm = need("npm")
    run([npm, "pack", f"{package.name}@{package.version}", "--silent", "--pack-destination", str(staging)], staging)
    archives = list(staging.glob("*.tgz"))
    if len(archives) != 1:
        raise UnavailableError(f"npm gave {len(archives)} archives for {package.name} {package.version}, not one")
    actual = base64.b64encode(hashlib.sha512(archives[0].read_bytes()).digest()).decode()
    if actual != package.sha512:
        raise UnavailableError(
            f"{package.name} {package.version} has SHA-512 {actual}, but {package.sha512} is pinned: not used"
        )
    with tarfile.open(archives[0]) as archive:
        archive.extractall(staging, filter="data")
    return staging / "package"


def need(program: str) -> str:
    """Where a program is.

    Raises:
        UnavailableError: It is not on PATH.
    """
    found = shutil.which(program)
    if not found:
        raise UnavailableError(f"there is no `{program}` on PATH")
    return found


def run(command: list[str], folder: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    """What a command prints.

    Raises:
        UnavailableError: It does not start, fails, or is not done after 5 minutes.
    """
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
            env={**os.environ, **(environment or {})},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(f"{command[0]} does not run: {error}") from None
    if done.returncode != 0:
        raise UnavailableError(f"`{' '.join(command[:3])}` failed: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout


def _keep(finished: Path, kept: Path) -> None:
    """Puts a finished folder in its place by one rename; another set-up that was faster wins."""
    try:
        finished.rename(kept)
    except OSError:
        if not kept.is_dir():
            raise
