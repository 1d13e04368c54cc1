"""One role of the pipeline: whom it trusts, what it may do, and the most that it could ever do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.delivery.permissions.boundary import boundary_document
from components.delivery.permissions.documents import role_documents
from components.delivery.permissions.scopes import PATH, Reach
from components.iam import Statement, document
from domain.delivery import DeliveryRole


@dataclass(frozen=True, kw_only=True)
class PipelineRoleArgs:
    """Inputs.

    Attributes:
        role: What it is for.
        trust: Its trust policy; known once the provider's ARN is.
        reach: Whose permissions they are.
        session_minutes: Longest session.
        state: What it may do with Pulumi's states; empty where they are elsewhere.
    """

    role: DeliveryRole
    trust: pulumi.Input[str]
    reach: Reach
    session_minutes: int
    state: Sequence[Statement] = ()


class PipelineRole(PlatformComponent):
    """A role, its boundary, and its permissions as managed policies."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: PipelineRoleArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"role": str(args.role)}, opts)
        boundary = self._policy("boundary", boundary_document(args.reach, args.role))
        role = aws.iam.Role(
            name,
            path=PATH,
            description=f"GitHub's workflows: {args.role}",
            assume_role_policy=args.trust,
            permissions_boundary=boundary.arn,
            max_session_duration=args.session_minutes * 60,
            opts=self.child(),
        )
        for family, allowed in role_documents(args.reach, args.role).items():
            self._attach(role, family, self._policy(family, allowed).arn)
        if args.state:
            aws.iam.RolePolicy(
                self.child_name("states"), role=role.name, policy=document(*args.state), opts=self.child()
            )
        self.arn = role.arn
        self.finish()

    def _policy(self, family: str, allowed: Mapping[str, Any]) -> aws.iam.Policy:
        return aws.iam.Policy(
            self.child_name(family),
            path=PATH,
            policy=json.dumps(allowed, separators=(",", ":")),
            opts=self.child(),
        )

    def _attach(self, role: aws.iam.Role, family: str, arn: pulumi.Output[str]) -> None:
        aws.iam.RolePolicyAttachment(
            self.child_name(f"{family}-attached"), role=role.name, policy_arn=arn, opts=self.child()
        )
