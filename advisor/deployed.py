"""What a deployed stack says of itself: its outputs, from a file or from Pulumi."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.errors import InputError
from advisor.places import PROJECT


def outputs_of(stack: str | None, file: Path | None) -> Mapping[str, Any]:
    """Read a stack's outputs.

    Args:
        stack: Name of the stack, asked of ``pulumi stack output`` with the backend of the shell.
        file: What ``pulumi stack output --json`` printed; asked first.

    Raises:
        InputError: Neither is given, or what is given cannot be read.
    """
    if file is not None:
        try:
            return _parsed(file.read_text(encoding="utf-8"), str(file))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file} could not be read: {error}") from None
    if stack is None:
        raise InputError("no stack is named; give --stack NAME, or --outputs FILE from `pulumi stack output --json`")
    return _parsed(_asked(stack), f"`pulumi stack output` of {stack}")


def text_output(outputs: Mapping[str, Any], name: str, where: str, remedy: str) -> str:
    """Return an output that is a text.

    Raises:
        InputError: It is not there; says what is, and what to do.
    """
    found = outputs.get(name)
    if not isinstance(found, str) or not found:
        listed = ", ".join(sorted(outputs)) or "none"
        raise InputError(f"{where} has no output {name}; it has {listed}. {remedy}")
    return found


def _asked(stack: str) -> str:
    command = ["pulumi", "stack", "output", "--json", "--stack", stack]
    try:
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    except OSError as error:
        problem = "there is no pulumi on PATH" if isinstance(error, FileNotFoundError) else f"pulumi: {error.strerror}"
        raise InputError(f"{problem}; `. .venv/pulumi.env` puts it there, or give --outputs FILE") from None
    if done.returncode:
        raise InputError(f"`{' '.join(command)}` failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def _parsed(text: str, where: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise InputError(f"{where} is {type(found).__name__}; accepted: an object of outputs")
    return found
