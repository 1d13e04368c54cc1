"""Everything that is asked of the workflow files, together."""

from __future__ import annotations

from pathlib import Path

from delivery.workflows.proofs import every_problem
from delivery.workflows.read import ACTIONS, FOLDER, WorkflowError, read_all
from delivery.workflows.rules import action_problems, file_problems


def problems(folder: Path = FOLDER, actions: Path = ACTIONS) -> list[str]:
    """Every problem of the workflow and action files, in plain words; none when all is well."""
    try:
        workflows = read_all(folder)
        found = [problem for workflow in workflows.values() for problem in file_problems(workflow)]
        named = {file.parent.name: file.read_text(encoding="utf-8") for file in sorted(actions.glob("*/action.yml"))}
        found += [problem for name, text in named.items() for problem in action_problems(text, name)]
    except WorkflowError as error:
        return [str(error)]
    missing = [f"actions/{name} is missing" for name in ("set-up", "plan", "deploy") if name not in named]
    return [*found, *missing, *every_problem(workflows)]
