"""The delivery theme: GitHub's provider, a role for each purpose, and where states are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.delivery.permissions.scopes import Reach
from components.delivery.pipeline_role import PipelineRole, PipelineRoleArgs
from components.delivery.provider import GitHubProvider, GitHubProviderArgs
from components.delivery.state import StateBackend, StateBackendArgs, state_statements
from components.delivery.trust_policy import ENVIRONMENTS, trust_policy
from components.foundation.account import Account
from components.settings import DeliverySettings
from domain.delivery import Delivery as Pipeline
from domain.delivery import DeliveryRole


@dataclass(frozen=True, kw_only=True)
class DeliveryArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings.
        pipeline: Who delivers, decided and checked.
        account: Where the stack is.
        regions: Regions of the stacks that are deployed.
        scope: Project and environment: the start of names that must not clash within an account.
    """

    settings: DeliverySettings
    pipeline: Pipeline
    account: Account
    regions: tuple[str, ...]
    scope: str


class Delivery(PlatformComponent):
    """Everything that lets GitHub's workflows deploy, and nothing that they could widen."""

    provider_arn: pulumi.Output[str]
    role_arns: Mapping[str, pulumi.Output[str]]
    state_bucket: pulumi.Output[str] | None
    state_key_arn: pulumi.Output[str] | None

    def __init__(self, name: str, args: DeliveryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"repository": args.pipeline.repository.full_name}, opts)
        self.args = args
        provider = GitHubProviderArgs(
            settings=args.settings, account=args.account, protect=args.settings.state_backend.protect
        )
        self.provider_arn = GitHubProvider(self.child_name("github"), provider, opts=self.child()).arn
        self.backend = self._backend()
        self.role_arns = {str(role): self._role(role).arn for role in DeliveryRole}
        self.state_bucket = None if self.backend is None else self.backend.bucket
        self.state_key_arn = None if self.backend is None else self.backend.key_arn
        self.finish()

    def outputs(self) -> Mapping[str, Any]:
        """Stack outputs: what the repository's variables are made of."""
        found = {
            "deliveryProviderArn": self.provider_arn,
            "deliveryRoleArns": self.role_arns,
            "stateBucket": self.state_bucket,
            "stateKeyArn": self.state_key_arn,
        }
        return {name: value for name, value in found.items() if value is not None}

    def _backend(self) -> StateBackend | None:
        wanted = self.args.settings.state_backend
        if not wanted.enabled:
            return None
        args = StateBackendArgs(account=self.args.account, alias=f"{self.args.scope}-states", protect=wanted.protect)
        return StateBackend(self.child_name("state"), args, opts=self.child())

    def _role(self, role: DeliveryRole) -> PipelineRole:
        args, account = self.args, self.args.account
        reach = Reach(
            partition=account.partition,
            account_id=account.account_id,
            environment=ENVIRONMENTS[role],
            regions=args.regions,
        )
        trust = self.provider_arn.apply(lambda arn: trust_policy(args.pipeline, role, arn))
        made = PipelineRoleArgs(
            role=role,
            trust=trust,
            reach=reach,
            session_minutes=args.settings.max_session_minutes,
            state=[]
            if self.backend is None
            else state_statements(self.backend, environment=reach.environment, writes=role.deploys),
        )
        return PipelineRole(self.child_name(str(role)), made, opts=self.child())
