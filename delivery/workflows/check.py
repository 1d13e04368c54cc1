"""Everything that is asked of the workflow files, together."""

from __future__ import annotations

from pathlib import Path

from delivery.workflows.proofs import every_problem
from delivery.workflows.read import ACTIONS, FOLDER, WorkflowError, read_all
from delivery.workflows.rules import file_problems, pins


def problems(folder: Path = FOLDER, actions: Path = ACTIONS) -> list[str]:
    """Every problem of the workflow and action files, in plain words; none when all is well."""
    try:
        workflows = read_all(folder)
    except WorkflowError as error:
        return [str(error)]
    found = [problem for workflow in workflows.values() for problem in file_problems(workflow)]
    for file in sorted(actions.glob("*/action.yml")):
        found += pins(file.read_text(encoding="utf-8"), f"actions/{file.parent.name}")
    try:
        return [*found, *every_problem(workflows)]
    except ValueError as error:  # a graph without an order, or an expression that is none
        return [*found, str(error)]
