"""Settings of the delivery theme: which repository may deploy, from where, with which roles.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html and
https://docs.github.com/en/actions/reference/security/oidc
"""

from __future__ import annotations

from pydantic import Field

from components.settings.model import SettingsModel
from domain.delivery import Delivery, DeliveryRole, Repository, parse_repository

PROVIDER_ARN = r"^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/token\.actions\.githubusercontent\.com$"
REGION = r"^[a-z]{2}(-[a-z]+)+-[0-9]$"
GITHUB_ID = r"^[1-9][0-9]{0,19}$"


class StateBackendSettings(SettingsModel):
    """Where Pulumi keeps the stacks' states: a bucket, and a key for the secrets in them."""

    enabled: bool = Field(default=False, description="Make a bucket for states and a key for their secrets.")
    protect: bool = Field(default=True, description="Protect both, and keep them when the stack goes.")


class DeliverySettings(SettingsModel):
    """Roles that GitHub's workflows take by token: to preview, to deploy to staging, and to production."""

    enabled: bool = Field(default=False, description="Make the roles, and GitHub's OIDC provider.")
    repository: str | None = Field(
        default=None,
        max_length=140,
        examples=["octo-org/inference-platform"],
        description="The one repository whose workflows may take the roles: OWNER/NAME, without wildcard.",
    )
    owner_id: str | None = Field(
        default=None,
        pattern=GITHUB_ID,
        examples=["123456"],
        description="GitHub's number of the owner; for a repository whose subjects carry ids (made or renamed since "
        "2026-07-15).",
    )
    repository_id: str | None = Field(
        default=None, pattern=GITHUB_ID, examples=["456789"], description="GitHub's number of the repository, likewise."
    )
    accept_names: bool = Field(
        default=False,
        description="Accept subjects without ids beside those with, while a repository changes over.",
    )
    branch: str = Field(default="main", max_length=244, description="The branch from which is deployed.")
    staging_environment: str = Field(
        default="staging", max_length=100, description="GitHub's environment of jobs that deploy to staging."
    )
    production_environment: str = Field(
        default="production", max_length=100, description="GitHub's environment of jobs that deploy to production."
    )
    workflows: tuple[str, ...] = Field(
        default=(), description="Files of .github/workflows that may deploy; none listed is any of the branch."
    )
    provider_arn: str | None = Field(
        default=None,
        pattern=PROVIDER_ARN,
        examples=["arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"],
        description="GitHub's OIDC provider where the account has it: an account has one.",
    )
    existing_provider: bool = Field(
        default=False, description="The account has GitHub's provider: look it up instead of making it."
    )
    max_session_minutes: int = Field(
        default=60, ge=60, le=720, description="Longest session of a role in minutes; a deployment must fit."
    )
    extra_regions: tuple[str, ...] = Field(
        default=(), description="Regions of the deployed stacks beside this stack's own, its secondary and us-east-1."
    )
    state_backend: StateBackendSettings = Field(default=StateBackendSettings(), description="States in this account.")

    def delivery(self) -> Delivery:
        """Who delivers, as the domain decides about it.

        Raises:
            ValueError: A repository, a branch, an environment or a workflow is refused.
        """
        return Delivery(
            repository=self._repository(),
            branch=self.branch,
            environments={
                DeliveryRole.STAGING: self.staging_environment,
                DeliveryRole.PRODUCTION: self.production_environment,
            },
            workflows=self.workflows,
            accept_names=self.accept_names,
        )

    def _repository(self) -> Repository:
        return parse_repository(self.repository or "", self.owner_id, self.repository_id)
