"""Where a stack's resources come from: a file, standard input, or `pulumi preview` of a stack."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from advisor.errors import InputError
from advisor.places import PROJECT
from advisor.stack.resources import Stack, read_stack

STDIN: Final = "-"


def stack_from_file(path: str, region: str | None = None) -> Stack:
    """Read a file, or standard input for ``-``.

    Raises:
        InputError: It cannot be read, or holds no stack.
    """
    name = "standard input" if path == STDIN else path
    try:
        raw = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
        return read_stack(raw.decode(json.detect_encoding(raw)), name, region)
    except OSError as error:
        raise InputError(f"{name} could not be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"{name} is no text in UTF-8, UTF-16 or UTF-32") from None


def stack_from_pulumi(stack: str, region: str | None = None) -> Stack:
    """Preview a stack with the account and backend of the shell.

    Raises:
        InputError: Pulumi is not there, or the preview failed; the message ends with what Pulumi said.
    """
    hint = f"with no account: make cost STACK={stack}; or give a file"
    done = ask_pulumi(stack, hint)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()[-8:]
        raise InputError("\n  ".join([f"the preview of stack {stack} failed; {hint}. Pulumi said:", *said]))
    return read_stack(done.stdout.decode("utf-8", "replace"), f"the preview of stack {stack}", region)


def ask_pulumi(stack: str, hint: str) -> subprocess.CompletedProcess[bytes]:
    """What `pulumi preview` of a stack wrote, and whether it failed.

    Args:
        stack: Name of the stack.
        hint: What else a person may do.

    Raises:
        InputError: Pulumi could not be started.
    """
    command = ["pulumi", "preview", "--json", "--show-sames", "--non-interactive", "--stack", stack]
    try:
        return subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    except OSError as error:
        raise InputError(f"pulumi could not be started: {error.strerror or error}; {hint}") from None
