"""The known ways in which permissions lead to more permissions, and which of their pieces a statement gives.

Each way is a set of actions. Some are enough alone when they reach any user, role, group or policy; others need
``iam:PassRole`` for any role and a service that runs code, or calls AWS, with it. A statement that a condition narrows
gives no piece; nor does ``*`` on ``*``, which is no escalation but the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.aws import iam, iam_actions

PASSING: Final = "iam:PassRole"


@dataclass(frozen=True)
class Way:
    """One way up.

    Args:
        actions: What it takes.
        service: The service that gets a role, when iam:PassRole is one of the actions.
    """

    actions: tuple[str, ...]
    service: str = ""

    @property
    def pieces(self) -> frozenset[str]:
        """What statements must give; passing a role is told apart by the service that may get it."""
        return frozenset(f"{PASSING} {self.service}" if name == PASSING else name for name in self.actions)

    @property
    def first(self) -> str:
        """The piece at which a finding points."""
        return f"{PASSING} {self.service}" if self.service else self.actions[0]

    def __str__(self) -> str:
        return " + ".join(self.actions)


def _passing(service: str, *actions: str) -> Way:
    return Way((PASSING, *actions), f"{service}.amazonaws.com")


ON_ANYONE: Final = (
    "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:AttachUserPolicy", "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy", "iam:PutUserPolicy", "iam:PutGroupPolicy", "iam:PutRolePolicy", "iam:AddUserToGroup",
    "iam:UpdateAssumeRolePolicy", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile",
)  # fmt: skip
"""Enough alone when they reach any identity or policy, or those of the caller."""

OF_CALLERS: Final = frozenset({"iam:AttachUserPolicy", "iam:PutUserPolicy"})
"""Enough alone on ``user/${aws:username}``."""

CREDENTIALS: Final = frozenset({"iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"})
"""Give nothing new on oneself."""

ON_EVERYTHING: Final = frozenset({"lambda:UpdateFunctionCode", "sagemaker:CreatePresignedNotebookInstanceUrl"})
"""Pieces only when they reach all resources of their service; on a function of one's own they are deployment."""

WAYS: Final = (
    *(Way((action,)) for action in ON_ANYONE),
    _passing("lambda", "lambda:CreateFunction", "lambda:InvokeFunction"),
    _passing("lambda", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
    _passing("lambda", "lambda:CreateFunction", "lambda:AddPermission"),
    _passing("lambda", "lambda:CreateFunction", "lambda:CreateFunctionUrlConfig"),
    _passing("ec2", "ec2:RunInstances"),
    _passing("ec2", "ec2:RequestSpotInstances"),
    _passing("sagemaker", "sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"),
    _passing("sagemaker", "sagemaker:CreateTrainingJob"),
    _passing("sagemaker", "sagemaker:CreateProcessingJob"),
    _passing("cloudformation", "cloudformation:CreateStack"),
    _passing("cloudformation", "cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"),
    _passing("glue", "glue:CreateDevEndpoint"),
    _passing("glue", "glue:CreateJob", "glue:StartJobRun"),
    _passing("glue", "glue:UpdateJob", "glue:StartJobRun"),
    _passing("codebuild", "codebuild:CreateProject", "codebuild:StartBuild"),
    _passing("ecs-tasks", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
    _passing("ecs-tasks", "ecs:RegisterTaskDefinition", "ecs:CreateService"),
    _passing("states", "states:CreateStateMachine", "states:StartExecution"),
    _passing("scheduler", "scheduler:CreateSchedule"),
    _passing("datapipeline", "datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"),
    _passing("apprunner", "apprunner:CreateService"),
    Way(("lambda:UpdateFunctionCode", "lambda:InvokeFunction")),
)

_ACTIONS: Final = tuple(dict.fromkeys(action for way in WAYS for action in way.actions))
_SERVICES: Final = tuple(dict.fromkeys(way.service for way in WAYS))
_ANYONE: Final = re.compile(r":iam::[^:]*:(?:(?:user|role|group|policy)/)?\*+$")


def ways(pieces: Iterable[str]) -> list[Way]:
    """The ways that these pieces complete."""
    have = frozenset(pieces)
    return [way for way in WAYS if way.pieces <= have]


def pieces(statement: iam.Statement, own: frozenset[str] = frozenset()) -> Iterator[str]:
    """The pieces that a statement gives; ``own`` are the names of the identity and of the policies attached to it."""
    patterns = [pattern for pattern in statement.texts("Action") if not iam.is_everything(pattern)]
    for action in _ACTIONS:
        if not any(iam_actions.matches(pattern, action) for pattern in patterns):
            continue
        if action == PASSING:
            yield from _passed(statement)
        elif not statement.narrowed() and _reaches(statement, action, own):
            yield action


def _passed(statement: iam.Statement) -> Iterator[str]:
    services = statement.passed_to()
    if not statement.any_role() or (services is None and statement.narrowed()):
        return
    accepted = ["*"] if services is None else services.texts()
    for service in _SERVICES:
        if any(iam_actions.matches(pattern, service) for pattern in accepted):
            yield f"{PASSING} {service}"


def _reaches(statement: iam.Statement, action: str, own: frozenset[str]) -> bool:
    if action in ON_EVERYTHING:
        return statement.all_of(action.partition(":")[0]) is not None
    if action not in ON_ANYONE:
        return True
    for text in statement.texts("Resource"):
        if iam.is_everything(text) or _ANYONE.search(text):
            return True
        if action not in CREDENTIALS and text.rpartition("/")[2] in own:
            return True
        if action in OF_CALLERS and text.endswith("/${aws:username}"):
            return True
    return False
