"""The statements of a function's role: what its runtime needs, and exactly what its clients declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.iam import Statement
from components.sources import Actions

ANY = "any"
"""Kind of actions that IAM cannot hold to a resource; they get ``*``."""

KINDS = frozenset(
    {"bucket", "object", "key", "endpoint", "configuration", "component", "job", "table", "model", "topic"}
    | {"removable", "creatable", "taggable", "target", ANY}
    | {"signing_key", "registry", "function", "execution", "state_machine", "role"}
    | {"foundation_model", "inference_profile", "provisioned_model"}
)
"""What ARNs stand for. ``removable`` and ``creatable`` are endpoints that a function may delete and make, ``taggable``
those that get their tags as they are made; ``target`` is a scalable target; ``signing_key`` signs packages,
``registry`` is a model package group with the packages in it; ``function`` is one that another calls, ``execution``
one of a state machine and ``state_machine`` what starts them, ``role`` is handed on to SageMaker; the last three are
Bedrock's."""

NETWORK_ACTIONS = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions"""


def runtime_statements(
    log_group_arn: pulumi.Input[str],
    dead_letter_arn: pulumi.Input[str] | None,
    key_arn: pulumi.Input[str],
    *,
    in_network: bool,
) -> list[Statement]:
    """What the runtime itself needs, whatever the function does.

    Args:
        log_group_arn: The function's own log group.
        dead_letter_arn: Its dead-letter queue, or ``None``.
        key_arn: Key of that queue.
        in_network: Whether it runs in a VPC.
    """
    statements = [
        Statement(
            sid="OwnLogs",
            actions=("logs:CreateLogStream", "logs:PutLogEvents"),
            resources=(pulumi.Output.concat(log_group_arn, ":*"),),
        ),
        # X-Ray has no resources.
        Statement(sid="Traces", actions=("xray:PutTelemetryRecords", "xray:PutTraceSegments"), resources=("*",)),
    ]
    if dead_letter_arn is not None:
        statements.append(Statement(sid="DeadLetters", actions=("sqs:SendMessage",), resources=(dead_letter_arn,)))
        statements.append(
            Statement(sid="DeadLetterKey", actions=("kms:Decrypt", "kms:GenerateDataKey"), resources=(key_arn,))
        )
    if in_network:
        # Lambda refuses a role whose network statements are held to a resource.
        statements.append(Statement(sid="NetworkInterfaces", actions=NETWORK_ACTIONS, resources=("*",)))
    return statements


def client_statements(
    function: str,
    actions: Mapping[str, Actions],
    access: Mapping[str, Mapping[str, Sequence[pulumi.Input[str]]]],
    conditions: Mapping[str, Mapping[str, Mapping[str, Any]]] | None = None,
) -> list[Statement]:
    """One statement for each client and kind of resource.

    Args:
        function: Name of the function, for messages.
        actions: What the imported clients declare.
        access: What the theme grants.
        conditions: Condition elements by client, then by kind: under which a grant holds.

    Raises:
        ValueError: When actions and access do not match: a client without resources, resources without a client, or a
            kind that one side has and the other has not. Granting less or more would only be seen in production.
    """
    if set(actions) != set(access):
        raise ValueError(
            f"access of function {function!r} names the clients {_listed(access)}; "
            f"its code imports {_listed(actions)}: give exactly those"
        )
    statements: list[Statement] = []
    for client in sorted(actions):
        declared, given = actions[client], {**({ANY: ("*",)} if ANY in actions[client] else {}), **access[client]}
        if set(declared) != set(given) or not set(declared) <= KINDS:
            raise ValueError(
                f"access of function {function!r}, client {client!r} gives {_listed(given)}; the client declares "
                f"{_listed(declared)}: give exactly those, out of {_listed(KINDS)}"
            )
        statements += [
            Statement(
                sid=_sid(client, kind),
                actions=tuple(sorted(declared[kind])),
                resources=tuple(given[kind]),
                conditions=(conditions or {}).get(client, {}).get(kind, {}),
            )
            for kind in sorted(declared)
            if given[kind]  # a kind of which this stack has none
        ]
    return statements


def _listed(names: Mapping[str, object] | frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _sid(client: str, kind: str) -> str:
    return "".join(part.capitalize() for part in f"{client}_{kind}".split("_"))
