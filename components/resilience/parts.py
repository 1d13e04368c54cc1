"""What a Region's site is given: the tables as it asks them, what predicts, and how it knows that it serves."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The table that says which Region acts, and what work there is.

    Attributes:
        name: Name of the table.
        region: Where it is asked: the own Region, or the arbiter's.
        arn: Its ARN there.
        key_arn: Customer key there; ``None`` for a key of AWS's own, which needs no grant.
    """

    name: pulumi.Input[str]
    region: str
    arn: pulumi.Input[str]
    key_arn: pulumi.Input[str] | None


@dataclass(frozen=True, kw_only=True)
class TokenStore:
    """The table of task tokens and heartbeats: its replica in this Region.

    Attributes:
        name: Name of the table, the same in each Region.
        arn: ARN of the replica.
        stream_arn: Stream of the replica.
        key_arn: Customer key of the replica.
    """

    name: pulumi.Input[str]
    arn: pulumi.Input[str]
    stream_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class SiteEndpoint:
    """What predicts in this Region.

    Attributes:
        name: The endpoint.
        arn: Its ARN.
        component: Inference component on it, or ``None``.
        component_arn: Its ARN, or ``None``.
    """

    name: pulumi.Input[str]
    arn: pulumi.Input[str]
    component: pulumi.Input[str] | None = None
    component_arn: pulumi.Input[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Canary:
    """What is predicted to know whether a Region serves.

    Attributes:
        content_type: Type of the body.
        body_base64: The body.
    """

    content_type: str
    body_base64: str

    def to_json(self) -> str:
        """The variable ``CANARY``."""
        return json.dumps({"content_type": self.content_type, "body_base64": self.body_base64}, sort_keys=True)
