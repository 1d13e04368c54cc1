"""Walks a workflow with given results, and prints what would start, in order: a run without a runner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from delivery.workflows.proofs import MAIN, PRODUCTION, judges_of, pull_request
from delivery.workflows.read import Workflow
from domain.delivery.graph import Facts, Walk, walk


def facts_of(workflow: Workflow, *, approved: bool, fork: bool, stack: str) -> Facts:
    """What a usual run of a workflow is about.

    Args:
        workflow: The workflow.
        approved: Whether a person lets it into production.
        fork: Whether a pull request comes from somebody else's repository.
        stack: The input of a workflow that is started by hand.
    """
    github = pull_request("stranger/r" if fork else "o/r") if "pull_request" in workflow.triggers else MAIN
    if "workflow_dispatch" in workflow.triggers:
        github = {**github, "event_name": "workflow_dispatch"}
    contexts: Mapping[str, object] = {
        "github": github,
        "vars": {"PREVIEW_ROLE_ARN": "arn"},
        "inputs": {"stack": stack},
    }
    return Facts(contexts, False, {PRODUCTION: approved}, judges_of(workflow))


def walked(workflow: Workflow, facts: Facts, outcomes: Mapping[str, str]) -> Walk:
    """How the run ends.

    Raises:
        ValueError: An outcome is of no job, or no result.
    """
    return walk(workflow.jobs, facts, outcomes)


def commands_of(workflow: Workflow, job: str) -> Sequence[str]:
    """What a job runs, as a person can run it; actions by their name."""
    body = workflow.body(job)
    if "uses" in body:
        return [str(body["uses"])]
    return [str(step.get("run") or step.get("uses")).split("@")[0].strip() for step in body.get("steps", ())]
