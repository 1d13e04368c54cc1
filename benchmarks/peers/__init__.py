"""The tools that the policy pack is compared with, in an environment of their own below ``build/``.

What is installed is pinned and hashed in ``requirements.txt``. The scripts beside it run in that environment.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from toolchain.dependencies import ensure_uv
from toolchain.places import ROOT

HERE: Final = Path(__file__).parent
VENV: Final = ROOT / "build" / "peers"
REQUIREMENTS: Final = HERE / "requirements.txt"
PYTHON: Final = ROOT / ".venv" / "bin" / "python"
"""The interpreter that both sides run on."""


def python() -> Path:
    """The interpreter that has the peers; installs them where they are not.

    Raises:
        subprocess.CalledProcessError: They cannot be had.
    """
    stamp, wanted = VENV / ".installed", hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    found = VENV / "bin" / "python"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        uv = str(ensure_uv())
        quiet = {**os.environ, "UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never"}
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", str(PYTHON), str(VENV)]
        install = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(found), str(REQUIREMENTS)]
        for command in (make, install):
            subprocess.run(command, check=True, env=quiet)
        stamp.write_text(wanted, encoding="utf-8")
    return found


@dataclass(frozen=True)
class Ran:
    """A whole command: wall time from its start to its end, and the most memory that it held."""

    seconds: float
    peak_mb: float
    code: int


def ran(command: Sequence[str | Path], folder: Path = ROOT) -> Ran:
    """Run a command to its end; what it prints is thrown away."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    return Ran(round(seconds, 3), round(used.ru_maxrss / 1024, 1), process.returncode)


def measured(script: str, *arguments: str | Path, interpreter: Path | None = None) -> Mapping[str, Any]:
    """What one of the scripts beside this file prints of its own work; a process of its own."""
    command = [str(interpreter or python()), str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def findings(measure: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Rule and resource of what a script found."""
    return {(rule, name) for rule, name in measure["found"]}
