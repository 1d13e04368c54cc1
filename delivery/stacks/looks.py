"""Looks at deployed stacks that change nothing: drift, the policy audit, and which commit is deployed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from delivery.gate.steps import ROOT
from delivery.stacks import engine

GOOD, FOUND, UNKNOWN = 0, 1, 2
"""Exit codes: nothing found, something found, could not be asked."""
_MOST = 100


def drift(stack: str) -> int:
    """Compare what runs with what the program says; writes `build/drift/STACK.md`.

    Raises:
        StackError: The stack has no file, or the engine is missing.
    """
    engine.known(stack)
    file = ROOT / "build" / "drift" / f"{stack}.json"
    code = engine.pulumi(["preview", "--stack", stack, "--json", "--refresh", "--expect-no-changes"], file)
    try:
        preview = engine.read_json(file, f"`pulumi preview --stack {stack} --refresh`")
    except engine.StackError as error:
        return _tell("drift", stack, UNKNOWN, f"Could not be asked: {error}")
    changes = changes_of(preview)
    if code == 0 and not changes:
        return _tell("drift", stack, GOOD, "No drift.")
    if not changes:
        problems = "\n".join(f"- {one}" for one in errors_of(preview)) or f"- exit code {code}"
        return _tell("drift", stack, UNKNOWN, f"Could not be asked:\n{problems}")
    listed = "\n".join(f"- {one}" for one in changes[:_MOST])
    more = f"\n- … and {len(changes) - _MOST} more" if len(changes) > _MOST else ""
    return _tell("drift", stack, FOUND, f"{len(changes)} resources differ:\n{listed}{more}")


def changes_of(preview: Mapping[str, Any]) -> list[str]:
    """What a preview would do, but for what stays as it is: operation and name of each resource."""
    steps = [step for step in preview.get("steps") or [] if step.get("op") not in ("same", "read", "refresh")]
    return [f"{step.get('op')} `{str(step.get('urn')).rsplit('::', 2)[-2]}` {_name(step)}" for step in steps]


def _name(step: Mapping[str, Any]) -> str:
    return str(step.get("urn")).rsplit("::", 1)[-1]


def errors_of(preview: Mapping[str, Any]) -> list[str]:
    """The errors that a preview reports."""
    said = [one for one in preview.get("diagnostics") or [] if one.get("severity") == "error"]
    return [str(one.get("message")).strip() for one in said]


def audit(stack: str) -> int:
    """Hold what was deployed against the policy pack of this checkout; writes `build/audit/STACK.md`.

    Raises:
        StackError: The stack has no file, or the engine is missing.
    """
    engine.known(stack)
    folder = ROOT / "build" / "audit" / stack
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{stack}.json"
    code = engine.pulumi(["stack", "export", "--stack", stack, "--file", str(file)])
    if code != 0:
        return _tell("audit", stack, UNKNOWN, f"`pulumi stack export` ended with exit code {code}: is there a state?")
    command = [sys.executable, "-m", "guardrails", "audit", str(folder)]
    done = subprocess.run(command, cwd=ROOT / "policies", capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    if done.returncode == 0:
        return _tell("audit", stack, GOOD, f"The policy pack finds nothing that it refuses.\n\n```text\n{said}\n```")
    outcome = FOUND if done.returncode == 1 else UNKNOWN
    return _tell("audit", stack, outcome, f"```text\n{said}\n```")


def deployed(stack: str, commit: str) -> int:
    """Whether the stack's last update was of this commit: what is tested next is what this run deployed.

    Raises:
        StackError: The stack has no file, or its history cannot be read.
    """
    engine.known(stack)
    file = ROOT / "build" / "history" / f"{stack}.json"
    if engine.pulumi(["stack", "history", "--stack", stack, "--json", "--page-size", "1"], file) != 0:
        raise engine.StackError(f"the history of {stack} cannot be read: is there a state?")
    history = engine.read_json(file, "`pulumi stack history`")
    found = (history[0].get("environment") or {}).get("git.head") if history else None
    if found == commit and history[0].get("result") == "succeeded":
        print(f"{stack}: the last update was of {commit}")
        return GOOD
    print(
        f"{stack}: the last update was of {found} ({history[0].get('result') if history else 'none'}), not of {commit}"
    )
    return FOUND


def _tell(look: str, stack: str, code: int, text: str) -> int:
    file: Path = ROOT / "build" / look / f"{stack}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")
    print(f"{stack}: {text}")
    return code
