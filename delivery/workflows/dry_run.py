"""A run of a workflow on this machine: the graph decides what starts, and where it can be, the commands are real.

What needs GitHub or an account of AWS is not run; of a plan, the same stack is previewed against the sandbox.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from delivery.gate.steps import ROOT
from delivery.workflows.read import Workflow, read_all
from delivery.workflows.walk import commands_of, facts_of, walked
from domain.checks import refuse
from domain.delivery.graph import RESULTS, Facts, in_order

Say = Callable[[str], None]
_PREVIEW: Final = (sys.executable, "-m", "sandbox", "preview", "--stack")
LOCAL: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "lint": (("make", "pr", "ONLY=lint"),),
    "test": (("make", "pr", "ONLY=test"),),
    "policy": (("make", "pr", "ONLY=policy"),),
    "security": (("make", "pr", "ONLY=security"),),
    "gate": (("make", "pr"),),
    "staging-plan": ((*_PREVIEW, "staging"),),
    "production-plan": ((*_PREVIEW, "prod"),),
}
"""A job, and what stands for it on a machine without an account."""


@dataclass(frozen=True)
class Given:
    """What a dry run is about.

    Attributes:
        results: JOB=RESULT for jobs that do not succeed.
        approved: Whether a person lets it into production.
        fork: Whether a pull request comes from a fork.
        stack: The input of a workflow that is started by hand.
    """

    results: tuple[str, ...] = ()
    approved: bool = True
    fork: bool = False
    stack: str = "staging"


def dry_run(name: str, given: Given, real: bool, say: Say) -> int:
    """Walk a workflow and print each job in order; returns 1 when a job that started did not succeed.

    Raises:
        ValueError: There is no such workflow, or a result is not written as JOB=RESULT.
    """
    workflows = read_all()
    if name not in workflows:
        refuse("workflow", name, f"one of {', '.join(workflows)}")
    workflow = workflows[name]
    outcomes = _outcomes(given.results)
    facts = facts_of(workflow, approved=given.approved, fork=given.fork, stack=given.stack)
    if real:
        outcomes = _really(workflow, facts, outcomes, say)
    ended = walked(workflow, facts, outcomes)
    for number, (job, result) in enumerate(ended.results.items(), start=1):
        say(f"{number:2}. {job:18} {result}{'' if job in ended.started else ' (did not start)'}")
        if job in ended.started and not real:
            for command in commands_of(workflow, job):
                say(f"      {command}")
    return 0 if all(ended.results[job] == "success" for job in ended.started) else 1


def _outcomes(given: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        job, _, result = one.partition("=")
        if result not in RESULTS or job in found:
            refuse("--result", one, f"JOB=RESULT, each job once; a result is one of {', '.join(RESULTS)}")
        found[job] = result
    return found


def _really(workflow: Workflow, facts: Facts, given: Mapping[str, str], say: Say) -> dict[str, str]:
    """Run what this machine can of each job that starts, in order; a job that cannot be run counts as given."""
    outcomes = dict(given)
    for job in in_order(workflow.jobs):
        if job.name in outcomes or job.name not in LOCAL or job.name not in walked(workflow, facts, outcomes).started:
            continue
        for command in LOCAL[job.name]:
            say(f"── {job.name}: {' '.join(command)}")
            if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
                outcomes[job.name] = "failure"
                break
    return outcomes
