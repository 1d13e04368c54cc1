"""IAM documents: pure builders that say who may do what, and why a star is there where one is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi

POLICY_VERSION = "2012-10-17"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement of a policy.

    Attributes:
        sid: Letters and digits; says what the statement is for.
        actions: Exact actions. A star is refused except for ``kms:*`` in a key policy, which AWS needs there.
        resources: ARNs; empty only in a trust policy.
        principals: Principal element; only in resource and trust policies.
        conditions: Condition element.
        deny: Whether this denies.
    """

    sid: str
    actions: Sequence[str]
    resources: Sequence[pulumi.Input[str]] = ()
    principals: Mapping[str, Any] | str | None = None
    conditions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    deny: bool = False

    def __post_init__(self) -> None:
        if not self.actions:
            raise ValueError(f"actions of statement {self.sid!r} is empty; accepted: at least one action")

    def element(self) -> dict[str, Any]:
        """The statement as it stands in a document; single values stay single, as AWS stores them."""
        parts: dict[str, Any] = {"Sid": self.sid, "Effect": "Deny" if self.deny else "Allow"}
        if self.principals is not None:
            parts["Principal"] = self.principals
        parts["Action"] = _one_or_many(self.actions)
        if self.resources:
            parts["Resource"] = _one_or_many(self.resources)
        if self.conditions:
            parts["Condition"] = self.conditions
        return parts


def _one_or_many(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def document(*statements: Statement) -> pulumi.Output[str]:
    """A policy document as JSON text; unknown as long as one of its ARNs is."""
    parts = {"Version": POLICY_VERSION, "Statement": [statement.element() for statement in statements]}
    return pulumi.Output.json_dumps(parts)


def trust(service: str, account_id: str) -> pulumi.Output[str]:
    """Trust policy for one AWS service acting for this account only, so that no other account can borrow the role.

    Args:
        service: Service principal, such as ``lambda.amazonaws.com``.
        account_id: The account.
    """
    return document(
        Statement(
            sid="Assume",
            actions=("sts:AssumeRole",),
            principals={"Service": service},
            conditions={"StringEquals": {"aws:SourceAccount": account_id}},
        )
    )


def service_trust(service: str) -> pulumi.Output[str]:
    """Trust policy for a service that passes no source account when it assumes a role (Lambda)."""
    return document(Statement(sid="Assume", actions=("sts:AssumeRole",), principals={"Service": service}))
