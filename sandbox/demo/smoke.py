"""The smoke tests ask what the demonstration deployed, as the workflow does after a deployment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sandbox.demo.checks import Check
from sandbox.demo.commands import ROOT, written_outputs

THEMES: Final = ("endpoints", "routing", "api", "cost", "switching", "regions", "training")
"""All but the alarms: what the demonstration broke before has rung some of them."""
PATHS: Final = ("serverless_inference", "realtime_endpoint")
"""Every path has classified every image already, and these two take no time."""


def smoke_checks(outputs: Mapping[str, Any], environment: Mapping[str, str], folder: Path, stack: str) -> list[Check]:
    """Runs `python -m smoke` in a shell's place; one check for all that it asked.

    Args:
        outputs: The stack's outputs.
        environment: Address and keys of the caller, on top of this process's environment.
        folder: For its files.
        stack: Name of the stack.
    """
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "smoke.json"
    report.unlink(missing_ok=True)
    words = [
        word for option, names in (("--only", THEMES), ("--paths", PATHS)) for name in names for word in (option, name)
    ]
    command = [sys.executable, "-m", "smoke", "--stack", stack, "--outputs", str(written_outputs(folder, outputs))]
    done = subprocess.run(
        [*command, *words, "--json", str(report)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment, "GITHUB_STEP_SUMMARY": ""},
        check=False,
    )
    name = "the smoke tests find nothing wrong from outside"
    if not report.exists():
        return [Check(name, holds=False, found=done.stderr.strip()[-400:])]
    found = json.loads(report.read_text())
    passed = sum(check["outcome"] == "pass" for check in found["checks"])
    return [Check(name, holds=done.returncode == 0, found=found["reason"] if done.returncode else f"{passed} checks")]
