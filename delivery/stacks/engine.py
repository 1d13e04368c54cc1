"""The Pulumi engine, called for a stack that exists."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from delivery.gate.steps import ROOT


class StackError(Exception):
    """A stack could not be asked or changed; the message says what was tried."""


def known(stack: str) -> str:
    """The stack's name, when there is a file for it.

    Raises:
        StackError: There is none; the message names those that there are.
    """
    if not (ROOT / f"Pulumi.{stack}.yaml").exists():
        names = ", ".join(sorted(path.name.split(".")[1] for path in ROOT.glob("Pulumi.*.yaml")))
        raise StackError(f"stack = {stack!r} is not accepted: there are stack files for {names}")
    return stack


def pulumi(arguments: Sequence[str], output: Path | None = None) -> int:
    """Run `pulumi` in the checkout; returns its exit code.

    Args:
        arguments: After `pulumi`.
        output: Where its standard output goes; None for this process's own.

    Raises:
        StackError: There is no `pulumi`.
    """
    try:
        if output is None:
            return subprocess.run(["pulumi", *arguments], cwd=ROOT, check=False).returncode
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("wb") as file:
            return subprocess.run(["pulumi", *arguments], cwd=ROOT, stdout=file, check=False).returncode
    except FileNotFoundError as error:
        raise StackError("`pulumi` is not on PATH: run `make setup`, then `. .venv/pulumi.env`") from error


def read_json(file: Path, what: str) -> Any:
    """What a command wrote.

    Raises:
        StackError: It wrote nothing, or no JSON.
    """
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StackError(f"{what} gave no JSON: {error}") from error


def set_output(name: str, value: str) -> None:
    """Give a value to later steps, where this is a step of a workflow."""
    if path := os.environ.get("GITHUB_OUTPUT"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{name}={value}\n")
