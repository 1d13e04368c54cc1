"""`pulumi preview` of a stack with the policy pack, against a sandbox that lives as long as the command."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

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
        FileNotFoundError: There is no engine, or no file for the stack; the message says what to do.
    """
    with _project([stack]) as (folder, environment):
        return _pulumi(["preview", "--stack", stack, "--policy-pack", "policies"], folder, environment).returncode


def write_previews(stacks: Sequence[str], target: Path) -> None:
    """Writes `<stack>.json` for each stack: its preview as the policy pack's audit reads it, without the pack.

    Raises:
        FileNotFoundError: There is no engine, or no file for a stack; the message says what to do.
        subprocess.CalledProcessError: A preview failed.
    """
    target.mkdir(parents=True, exist_ok=True)
    with _project(stacks) as (folder, environment):
        for stack in stacks:
            with (target / f"{stack}.json").open("wb") as output:
                _pulumi(["preview", "--json", "--stack", stack], folder, environment, output).check_returncode()


@contextmanager
def _project(stacks: Sequence[str]) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """A copy of the project in which the stacks exist, and the environment of a sandbox that ends with the block."""
    for stack in stacks:
        if not (ROOT / f"Pulumi.{stack}.yaml").exists():
            known = ", ".join(sorted(path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml")))
            raise FileNotFoundError(f"Pulumi.{stack}.yaml is not there; there are stacks {known}")
    if shutil.which("pulumi") is None:
        raise FileNotFoundError("`pulumi` is not on PATH: run `make setup`, then `. .venv/pulumi.env`")
    model.ensure_archive(data.load(), ROOT)
    folder = project_copy(WORK / "project")
    shutil.rmtree(WORK / "sandbox" / "pulumi", ignore_errors=True)
    with lifecycle.start(WORK / "sandbox") as running:
        environment = {**os.environ, **lifecycle.environment(running)}
        for stack in stacks:
            _pulumi(["stack", "init", stack, "--non-interactive"], folder, environment, subprocess.DEVNULL)
        yield folder, environment


def _pulumi(
    arguments: list[str], folder: Path, environment: Mapping[str, str], output: BinaryIO | int | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["pulumi", *arguments], cwd=folder, env=environment, stdout=output, check=False)
