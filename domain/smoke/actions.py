"""The IAM actions that the smoke tests need, by what they are allowed on: what a role for them is made of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

READ_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "any": (
            "application-autoscaling:DescribeScheduledActions",
            "cloudwatch:DescribeAlarms",
        ),
        "endpoint": ("sagemaker:DescribeEndpoint", "sagemaker:InvokeEndpoint"),
        "component": ("sagemaker:DescribeInferenceComponent", "sagemaker:InvokeEndpoint"),
        "function": ("lambda:InvokeFunction",),
        "api": ("execute-api:Invoke",),
        "api_key": ("apigateway:GET",),
        "state_machine": ("states:DescribeStateMachine",),
    }
)
"""Kinds as functions have them; ``any`` cannot be held to a resource, ``api`` is the HTTP API's stage, ``api_key`` the
key of its usage plan, ``function`` those that are asked: the router, the switch, auto-stop and the keepers of both
Regions, ``state_machine`` those of inference and training."""

WRITE_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "input": ("s3:DeleteObject", "s3:PutObject"),
        "object": ("s3:GetObject",),
        "bucket": ("s3:ListBucket",),
        "key": ("kms:Decrypt",),
        "state_machine": ("states:StartExecution",),
        "execution": ("states:DescribeExecution", "states:StopExecution"),
    }
)
"""For the check of the routing, which puts files and starts executions: not needed with ``--no-writes``. ``input`` is
the access point and its objects below ``smoke/``, ``object`` and ``bucket`` the run bucket."""


def required_actions(*, writes: bool) -> dict[str, tuple[str, ...]]:
    """What a caller needs, by kind, each action once and in order.

    Args:
        writes: Whether it puts files and starts executions.
    """
    groups = (READ_ACTIONS, WRITE_ACTIONS) if writes else (READ_ACTIONS,)
    kinds = sorted({kind for group in groups for kind in group})
    return {kind: tuple(sorted({action for group in groups for action in group.get(kind, ())})) for kind in kinds}
