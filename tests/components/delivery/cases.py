"""One of each component of the theme, for what holds for every component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi

from components.base import PlatformComponent
from components.delivery import Delivery, DeliveryArgs
from components.delivery.permissions.scopes import Reach
from components.delivery.pipeline_role import PipelineRole, PipelineRoleArgs
from components.delivery.provider import GitHubProvider, GitHubProviderArgs
from components.delivery.state import StateBackend, StateBackendArgs
from components.foundation.account import Account
from components.settings import DeliverySettings
from domain.delivery import DeliveryRole
from tests.components.support.harness import ACCOUNT_ID, REGION

Options = pulumi.ResourceOptions | None
ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
REACH = Reach(partition="aws", account_id=ACCOUNT_ID, environment="staging", regions=[REGION, "us-east-2"])
ANYWHERE = Reach(partition="aws", account_id=ACCOUNT_ID, environment="*", regions=[REGION, "us-east-2"])
PROVIDER = f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com"


def settings(**changed: Any) -> DeliverySettings:
    given = {"enabled": True, "repository": "octo-org/my-repo", "state_backend": {"enabled": True, "protect": False}}
    return DeliverySettings.model_validate({**given, **changed}, strict=False)


def theme(name: str, opts: Options = None, **changed: Any) -> Delivery:
    given = settings(**changed)
    args = DeliveryArgs(
        settings=given, pipeline=given.delivery(), account=ACCOUNT, regions=(REGION,), scope=f"p-{name}"
    )
    return Delivery(name, args, opts)


def _role(name: str, opts: Options, _: Path) -> PipelineRole:
    args = PipelineRoleArgs(role=DeliveryRole.STAGING, trust="{}", reach=REACH, session_minutes=60)
    return PipelineRole(name, args, opts)


CASES: dict[type[PlatformComponent], Callable[[str, Options, Path], PlatformComponent]] = {
    Delivery: lambda name, opts, _: theme(name, opts),
    GitHubProvider: lambda name, opts, _: GitHubProvider(
        name, GitHubProviderArgs(settings=settings(), account=ACCOUNT, protect=False), opts
    ),
    PipelineRole: _role,
    StateBackend: lambda name, opts, _: StateBackend(
        name, StateBackendArgs(account=ACCOUNT, alias=f"{name}-states", protect=False), opts
    ),
}
