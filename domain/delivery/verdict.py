"""What lets a change pass, and what lets it reach production: every answer that is not a plain yes is a no."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

GOOD: Final = "pass"
"""The one word of a stage that lets the pipeline succeed."""
SUCCESS: Final = "success"
FAILURE: Final = "failure"
NOT_RUN: Final = "not run"
"""The word for a required stage of which nothing is known."""


class Promotion(NamedTuple):
    """Whether a commit may be deployed to production; ask for ``ok``, for the pair itself is always true.

    Attributes:
        ok: Whether it may.
        reason: Why not, or what let it through, for people.
    """

    ok: bool
    reason: str


def pipeline_verdict(stages: Mapping[str, str]) -> str:
    """Judge a pipeline strictly.

    Args:
        stages: Each stage's word. Only ``"pass"`` is good; ``"fail"``, ``"skipped"``, ``"cancelled"`` and every other
            word is not, and neither is no stage at all.

    Returns:
        ``"success"`` or ``"failure"``.
    """
    return SUCCESS if stages and all(word == GOOD for word in stages.values()) else FAILURE


def may_deploy_production(staging: str, smoke: str, approved: bool) -> bool:
    """Whether production may be deployed: staging and its smoke test succeeded, and a person approved.

    Args:
        staging: Result of the deployment of staging; only ``"success"`` counts.
        smoke: Result of the smoke test on staging; only ``"success"`` counts.
        approved: Only ``True`` itself counts: not 1, not ``"true"``.
    """
    return staging == SUCCESS and smoke == SUCCESS and approved is True


def stage_words(results: Mapping[str, str], required: Collection[str]) -> dict[str, str]:
    """Turn what GitHub says of jobs into the words that :func:`pipeline_verdict` judges.

    Args:
        results: A job's name to its result: success, failure, skipped or cancelled.
        required: Every stage that must have passed. One that has no result says ``"not run"``.

    Returns:
        A word for each required stage. A stage that is not required still counts when it ran: only ``"skipped"`` of
        such a stage is left out.
    """
    words = {name: GOOD if results.get(name) == SUCCESS else results.get(name, NOT_RUN) for name in required}
    optional = {name: word for name, word in results.items() if name not in words and word != "skipped"}
    return words | {name: GOOD if word == SUCCESS else word for name, word in optional.items()}


def promotion(results: Mapping[str, str], approved: bool) -> Promotion:
    """Whether a run may deploy production, from the results of its jobs.

    The canary watch is part of the smoke test for :func:`may_deploy_production`: it is the same question, asked for
    longer.

    Args:
        results: Job to result; ``staging-deploy``, ``staging-smoke`` and ``staging-canary`` must be there.
        approved: Whether a person approved the deployment in this run.
    """
    asked = {name: results.get(name, NOT_RUN) for name in ("staging-deploy", "staging-smoke", "staging-canary")}
    smoke = next((word for name, word in asked.items() if name != "staging-deploy" and word != SUCCESS), SUCCESS)
    if may_deploy_production(asked["staging-deploy"], smoke, approved):
        return Promotion(True, "staging, smoke test and canary succeeded, and a person approved")
    faults = [f"{name}: {word}" for name, word in asked.items() if word != SUCCESS]
    if approved is not True:
        faults.append("nobody approved this run for production")
    return Promotion(False, "; ".join(faults))
