"""Which services the functions in a network call, and the endpoints that lead there: read from the functions' clients.

Each client declares the IAM actions of its calls (``components.sources``). An action stands for a call to its service,
but for those of `INDIRECT`, which AWS takes in the caller's name and which leave no trace in the caller's network.

Names of services: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from components.sources import function_sources

GATEWAYS: Final = ("s3", "dynamodb")
"""Reached through gateway endpoints, which are free: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"""

INTERFACES: Final[Mapping[str, str]] = {
    "application-autoscaling": "application-autoscaling",
    "bedrock": "bedrock",
    "cloudwatch": "monitoring",
    "kms": "kms",
    "lambda": "lambda",
    "sagemaker": "sagemaker.api",
    "sns": "sns",
    "states": "states",
    "tag": "tagging",
}
"""What comes behind ``com.amazonaws.<region>.`` in a service's name, by the prefix of its IAM actions."""

INVOCATIONS: Final[Mapping[str, str]] = {
    "bedrock:CountTokens": "bedrock-runtime",
    "bedrock:Invoke": "bedrock-runtime",
    "sagemaker:Invoke": "sagemaker.runtime",
}
"""How actions begin that their service has an endpoint of their own for, and its name:
https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-interface-endpoints.html"""

INDIRECT: Final = frozenset(
    {
        # S3, DynamoDB and SNS use the key in the caller's name; SageMaker takes a grant on it.
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        # SageMaker takes the scalable targets of an endpoint away with it.
        "application-autoscaling:DeregisterScalableTarget",
        # Checked where a model is called through a profile; whoever calls one makes no such call.
        "bedrock:GetInferenceProfile",
        # Checked where a role is handed on; there is no such call.
        "iam:PassRole",
    }
)
"""Actions that a caller must be allowed and does not call: no client of ours has a method for one."""


class ReachError(ValueError):
    """A function in a network that could not call what it must; the message says what to change."""


@dataclass(frozen=True)
class Callers:
    """Functions of a theme that run in the stack's network.

    Attributes:
        packages: Folders below ``lambdas``.
        idle: Clients that some of them import and, as the stack is set, none calls: they need no endpoint.
        idle_actions: Actions of the other clients that, as the stack is set, nobody is granted.
    """

    packages: tuple[str, ...]
    idle: tuple[str, ...] = ()
    idle_actions: tuple[str, ...] = ()


def service_of(action: str) -> str | None:
    """The service that an action is a call to, as PrivateLink names it; ``None`` when no interface endpoint is needed.

    Args:
        action: Such as ``kms:Sign``.

    Raises:
        ReachError: Nothing is known of the action's prefix.

    >>> service_of("kms:Sign"), service_of("kms:Decrypt"), service_of("sagemaker:InvokeEndpoint")
    ('kms', None, 'sagemaker.runtime')
    """
    prefix = action.partition(":")[0]
    if action in INDIRECT or prefix in GATEWAYS:
        return None
    for start, runtime in INVOCATIONS.items():
        if action.startswith(start):
            return runtime
    if prefix not in INTERFACES:
        raise ReachError(
            f"no endpoint is known for the action {action}; accepted prefixes: {', '.join(sorted(INTERFACES))}. Add "
            f"{prefix!r} to INTERFACES in components/foundation/reach.py with the service's name, or the action to "
            "INDIRECT when AWS takes it in the caller's name"
        )
    return INTERFACES[prefix]


def services_of(actions: Iterable[str]) -> tuple[str, ...]:
    """The services that actions are calls to, each once, by name.

    Raises:
        ReachError: Nothing is known of an action's prefix.
    """
    return tuple(sorted({service for action in actions if (service := service_of(action)) is not None}))


def interface_services(root: Path, callers: Sequence[Callers]) -> tuple[str, ...]:
    """The services that the functions of a network need interface endpoints for.

    Args:
        root: Folder that holds ``lambdas`` and ``domain``.
        callers: The functions, by theme.

    Raises:
        ReachError: Nothing is known of an action's prefix.
        SourceError: A function's source is not what a function's must be.
    """
    return services_of(
        action
        for theme in callers
        for package in theme.packages
        for client, kinds in function_sources(root, package).actions.items()
        if client not in theme.idle
        for actions in kinds.values()
        for action in actions
        if action not in theme.idle_actions
    )


def require_reach(function: str, actions: Iterable[str], services: Sequence[str]) -> None:
    """Refuse a function that may call what its network does not lead to: it would hang until its timeout.

    Args:
        function: Its package.
        actions: What its clients are granted.
        services: What the network leads to.

    Raises:
        ReachError: A service is missing.
    """
    missing = [service for service in services_of(actions) if service not in services]
    if missing:
        raise ReachError(
            f"function {function!r} runs in the stack's network and may call {', '.join(missing)}, to which the "
            f"network does not lead; name {function!r} among the packages of its theme's callers(), and no client of "
            "it that has a call to make as idle"
        )


def service_names(region: str, services: Sequence[str]) -> list[str]:
    """Full names of the services, those behind gateway endpoints first.

    >>> service_names("us-east-1", ["kms"])[1:]
    ['com.amazonaws.us-east-1.dynamodb', 'com.amazonaws.us-east-1.kms']
    """
    return [service_name(region, service) for service in (*GATEWAYS, *services)]


def service_name(region: str, service: str) -> str:
    """Full name of a service, as an endpoint is made for it."""
    return f"com.amazonaws.{region}.{service}"
