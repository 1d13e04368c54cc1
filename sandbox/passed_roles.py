"""Roles that a request hands on to a service: each needs iam:PassRole. Pure.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sandbox.request import AwsRequest

# Operation -> the service that gets the role, and the members that lead to its ARN; a list is walked.
_ROLES: Final[Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]] = {
    ("lambda", "CreateFunction"): ("lambda", ("Role",)),
    ("lambda", "UpdateFunctionConfiguration"): ("lambda", ("Role",)),
    ("states", "CreateStateMachine"): ("states", ("roleArn",)),
    ("states", "UpdateStateMachine"): ("states", ("roleArn",)),
    ("scheduler", "CreateSchedule"): ("scheduler", ("Target", "RoleArn")),
    ("scheduler", "UpdateSchedule"): ("scheduler", ("Target", "RoleArn")),
    ("events", "PutTargets"): ("events", ("Targets", "RoleArn")),
    ("sagemaker", "CreateTrainingJob"): ("sagemaker", ("RoleArn",)),
    ("codedeploy", "CreateDeploymentGroup"): ("codedeploy", ("serviceRoleArn",)),
    ("codedeploy", "UpdateDeploymentGroup"): ("codedeploy", ("serviceRoleArn",)),
}


def passed_roles(request: AwsRequest) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Action, role and context of each."""
    known = _ROLES.get((request.service, request.operation))
    if known is None:
        return
    service, members = known
    try:
        body = request.json()
    except (ValueError, TypeError):
        return
    for role in _found(body, members):
        yield "iam:PassRole", role, {"iam:PassedToService": f"{service}.amazonaws.com"}


def _found(value: Any, members: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _found(one, members)
    elif not members:
        yield str(value)
    elif isinstance(value, Mapping) and value.get(members[0]):
        yield from _found(value[members[0]], members[1:])
