"""`pulumi preview` of a stack with the policy pack, against a sandbox that lives as long as the command."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sandbox import lifecycle
from sandbox.demo import data, model
from sandbox.project_copy import ROOT, project_copy

WORK = ROOT / "build" / "preview"


def preview(stack: str) -> int:
    """Previews any of the project's stacks as a new one; returns the engine's exit code.

    Nothing of the checkout is changed. A stack that is meant for AWS is previewed with its own file, region included,
    so this needs no account; what it cannot tell is what a deployed stack would change.

    Args:
        stack: The stack's name; `Pulumi.<stack>.yaml` must be there.

    Raises:
        FileNotFoundError: There is no file for the stack; the message names those that there are.
    """
    if not (ROOT / f"Pulumi.{stack}.yaml").exists():
        known = ", ".join(sorted(path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml")))
        raise FileNotFoundError(f"Pulumi.{stack}.yaml is not there; there are stacks {known}")
    model.ensure_archive(data.load(), ROOT)
    folder = project_copy(WORK / "project")
    shutil.rmtree(WORK / "sandbox" / "pulumi", ignore_errors=True)
    with lifecycle.start(WORK / "sandbox") as running:
        environment = {**os.environ, **lifecycle.environment(running)}
        _pulumi(["stack", "init", stack, "--non-interactive"], folder, environment, quiet=True)
        return _pulumi(["preview", "--stack", stack, "--policy-pack", "policies"], folder, environment)


def _pulumi(arguments: list[str], folder: Path, environment: dict[str, str], *, quiet: bool = False) -> int:
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(["pulumi", *arguments], cwd=folder, env=environment, stdout=output, check=False).returncode
