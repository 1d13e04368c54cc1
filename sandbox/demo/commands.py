"""The advisor's commands, run as somebody in a shell would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def advisor(environment: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m advisor` to its end, whatever that is.

    Args:
        environment: Address and keys of the caller, on top of this process's environment.
        words: The command and its options.
    """
    command = [sys.executable, "-m", "advisor", *words]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}, check=False
    )


def written_outputs(folder: Path, outputs: Mapping[str, Any]) -> Path:
    """The stack's outputs as a file that `--outputs` takes."""
    path = folder / "outputs.json"
    path.write_text(json.dumps(dict(outputs)))
    return path
