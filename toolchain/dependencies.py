"""The checkout's Python environment, from the one lock file, with uv.

uv is taken from PATH, else fetched once by pip into the user's cache; it then makes `.venv` from the interpreter that
runs set-up and installs exactly what `requirements.txt` locks, hashes checked.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from toolchain.places import LOCK, ROOT, VENV, cache

UV_VERSION = "0.13.9"
GROUPS = ("advisor", "sandbox", "dev")
"""Dependency groups of pyproject.toml that a checkout has."""
_STAMP = VENV / ".installed"


class DependencyError(Exception):
    """The environment could not be made; the message says which step failed and what to do."""


def ensure_uv() -> Path:
    """Finds uv, or fetches it with pip into the tool folder."""
    if found := shutil.which("uv"):
        return Path(found)
    folder = cache() / "tools" / f"uv-{UV_VERSION}"
    uv = folder / "bin" / "uv"
    if not uv.exists():
        _run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            + ["--target", str(folder), f"uv=={UV_VERSION}"],
            "pip could not fetch uv: install uv, or give this Python a working pip (Debian: the package python3-pip)",
        )
    return uv


def ensure_environment(say: Callable[[str], None]) -> None:
    """Makes `.venv` hold what the lock file says; does nothing when it already does."""
    wanted = _fingerprint()
    if _STAMP.exists() and _STAMP.read_text() == wanted and (VENV / "bin" / "python").exists():
        return
    uv = str(ensure_uv())
    say("installing the locked Python packages into .venv")
    _run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV)], "no virtual environment")
    _run(
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(VENV / "bin" / "python"), str(LOCK)],
        "the locked packages could not be installed",
    )
    _STAMP.write_text(wanted)


def lock_entries(names: Sequence[str], lock: str) -> str:
    """The lock file's own lines, hashes included, for some of its packages.

    Raises:
        DependencyError: A name is not in the lock file.
    """
    wanted = set(names)
    blocks = re.split(r"\n(?=[a-z0-9])", "\n" + lock)
    chosen: dict[str, list[str]] = {}  # a package may be there for some versions of Python, and again for others
    for block in blocks:
        name = re.match(r"\s*([a-z0-9][a-z0-9._-]*)==", block)
        if name and name.group(1) in wanted:
            kept = [line for line in block.strip().splitlines() if not line.lstrip().startswith("#")]
            chosen.setdefault(name.group(1), []).append("\n".join(kept))
    if missing := wanted - chosen.keys():
        raise DependencyError(f"{LOCK.name} does not lock {', '.join(sorted(missing))}: run `make lock`")
    return "\n".join(entry for name in sorted(chosen) for entry in chosen[name]) + "\n"


def relock() -> None:
    """Writes the lock file anew from pyproject.toml, for every platform and supported Python version."""
    groups = [word for group in GROUPS for word in ("--group", group)]
    _run(
        [str(ensure_uv()), "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url"]
        # Its first lines would name this machine's folder.
        + ["--custom-compile-command", "make lock"]
        + [*groups, "--python-version", "3.11", "pyproject.toml", "-o", str(LOCK)],
        "the lock file could not be written",
    )


def _fingerprint() -> str:
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{lock} {sys.version_info.major}.{sys.version_info.minor}"


def _run(command: Sequence[str], failure: str) -> None:
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        raise DependencyError(
            f"{failure}\n`{' '.join(command[:6])} …` printed:\n{(done.stderr or done.stdout).strip()[-2000:]}"
        )
