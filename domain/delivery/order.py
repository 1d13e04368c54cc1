"""The stages of a pull request and of a delivery, and what each waits for: data that workflows and `make pr` share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.checks import refuse


@dataclass(frozen=True)
class Stage:
    """One stage.

    Attributes:
        name: As in the workflow files, in `make pr ONLY=…` and in the verdict.
        question: What it answers, for people.
        after: The stages that must have succeeded before it starts.
    """

    name: str
    question: str
    after: tuple[str, ...] = ()


GATE: Final = (
    Stage("lint", "is it well written, and are workflows and stack files sound"),
    Stage("test", "does it do what it should", ("lint",)),
    Stage("policy", "does the policy pack accept what it creates", ("lint",)),
    Stage("security", "is it safe: code, packages, workflows, secrets", ("lint",)),
)
"""What every change passes. A fork's change has no credentials, so all of it runs without any."""

DELIVERY: Final = (
    Stage("gate", "the stages above, on the merged commit"),
    Stage("staging-plan", "what would change in staging", ("gate",)),
    Stage("staging-deploy", "staging is changed as planned, and no further", ("staging-plan",)),
    Stage("staging-smoke", "does staging do its work", ("staging-deploy",)),
    Stage("staging-canary", "does it still, after a while", ("staging-smoke",)),
    Stage("production-plan", "what would change in production; read before approving", ("staging-canary",)),
    Stage(
        "production-deploy",
        "a person approved; production is changed as planned, and does its work",
        ("staging-deploy", "staging-smoke", "staging-canary", "production-plan"),
    ),
    Stage("release", "what was delivered, for people", ("production-deploy",)),
)
"""From a merged commit to production."""

ENVIRONMENTS: Final[Mapping[str, str]] = MappingProxyType({"staging": "staging", "prod": "production"})
"""A stack that is deployed, and the GitHub environment that its jobs run in; `production` has required reviewers."""


def environment_of(stack: str) -> str:
    """The GitHub environment of a stack.

    Raises:
        ValueError: The stack is not delivered by workflows.
    """
    if stack not in ENVIRONMENTS:
        refuse("stack", stack, f"a stack that workflows deploy: {', '.join(ENVIRONMENTS)}")
    return ENVIRONMENTS[stack]


def ancestors(stages: tuple[Stage, ...], name: str) -> frozenset[str]:
    """Every stage that must have succeeded before the named one starts, directly or through others.

    Raises:
        ValueError: There is no such stage.
    """
    known = {stage.name: stage.after for stage in stages}
    if name not in known:
        refuse("stage", name, f"one of {', '.join(known)}")
    return waited_for(known, name)


def waited_for(waits: Mapping[str, Iterable[str]], name: str) -> frozenset[str]:
    """What the named one waits for, directly or through others.

    Args:
        waits: For each name those that it waits for directly.
        name: Where to begin; one of the names.
    """
    found: set[str] = set()
    todo = list(waits[name])
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo.extend(waits[one])
    return frozenset(found)
