"""The commands of the runbooks: what stands in their fenced blocks is what the drill runs."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("docs/runbooks")
SECTIONS = ("Detect", "Decide", "Do", "Verify", "Return")
"""What each runbook has, in this order."""
_HEADING = re.compile(r"^## (.+)$")
_FENCE = re.compile(r"^```(\w*)$")
_VARIABLE = re.compile(r"\$\{?([A-Z_]+)\}?")
VARIABLES = frozenset({"STACK", "WHERE", "AGREED", "PROJECT", "PRIMARY", "SECONDARY"})
"""What a runbook leaves to whoever follows it; its head says how each is set."""


@dataclass(frozen=True)
class Step:
    """One command of a runbook.

    Attributes:
        section: Where it stands.
        command: What a shell is given.
    """

    section: str
    command: str


def steps(text: str) -> tuple[Step, ...]:
    """Every command of a runbook, in order; a line that ends with a backslash goes on in the next one.

    Raises:
        ValueError: A section is missing or out of order, a block is no `sh`, or it uses an unknown variable.
    """
    section, inside, waiting = "", False, ""
    found: list[Step] = []
    seen: list[str] = []
    for line in text.splitlines():
        if fence := _FENCE.match(line):
            if not inside and fence[1] != "sh":
                raise ValueError(f"a block under {section!r} is {fence[1] or 'without a language'}; accepted: sh")
            inside = not inside
        elif inside:
            waiting += line.rstrip()
            if waiting.endswith("\\"):
                waiting = waiting[:-1]
            elif waiting.strip():
                found.append(Step(section, _checked(waiting.strip())))
                waiting = ""
        elif heading := _HEADING.match(line):
            section = heading[1]
            seen.append(section)
    order = [name for name in seen if name in SECTIONS]
    if tuple(order) != SECTIONS:
        raise ValueError(f"the sections are {', '.join(order)}; accepted: {', '.join(SECTIONS)}")
    return tuple(one for one in found if one.section in SECTIONS)


def _checked(command: str) -> str:
    unknown = sorted(set(_VARIABLE.findall(command)) - VARIABLES)
    if unknown:
        raise ValueError(f"{command!r} uses {', '.join(unknown)}; accepted: {', '.join(sorted(VARIABLES))}")
    return command


@dataclass(frozen=True)
class Ran:
    """A command that ran.

    Attributes:
        step: Which.
        code: Its exit code.
        took_s: Seconds.
        output: What it printed, the end of it.
    """

    step: Step
    code: int
    took_s: float
    output: str


def run(step: Step, root: Path, variables: Mapping[str, str], limit_s: float = 300.0) -> Ran:
    """Runs a command as somebody would who follows the runbook.

    Args:
        step: The command.
        root: The checkout, where they are.
        variables: The environment, with what the runbook leaves open.
        limit_s: Longest time, in seconds.
    """
    begun = time.monotonic()
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", step.command],
        cwd=root,
        env=dict(variables),
        capture_output=True,
        text=True,
        timeout=limit_s,
        check=False,
    )
    return Ran(step, done.returncode, time.monotonic() - begun, (done.stdout + done.stderr)[-2000:])
