"""The three roles of the pipeline, and the subjects that may take each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from domain.checks import refuse
from domain.delivery.subjects import (
    AUDIENCE,
    ISSUER,
    PULL_REQUEST,
    Repository,
    branch_name,
    environment_name,
    of_branch,
    of_environment,
    workflow_ref,
)

POLICY_VERSION: Final = "2012-10-17"


class DeliveryRole(StrEnum):
    """What a role is for."""

    PREVIEW = "preview"
    STAGING = "staging"
    PRODUCTION = "production"

    @property
    def deploys(self) -> bool:
        """Whether it changes anything; the other one only reads."""
        return self is not DeliveryRole.PREVIEW


def parse_role(name: str) -> DeliveryRole:
    """A role by its name.

    Raises:
        ValueError: There is none of that name.
    """
    if name not in list(DeliveryRole):
        refuse("role", name, ", ".join(DeliveryRole))
    return DeliveryRole(name)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Who delivers, from where.

    Attributes:
        repository: The one repository.
        branch: Its branch from which is deployed.
        environments: GitHub's environment of each role that deploys.
        workflows: Files that may deploy; empty for every workflow of the branch.
        accept_names: Whether subjects without ids are accepted beside those with: while a repository changes over.

    Raises:
        ValueError: An environment is missing, there twice (also in other letters), or no name.
    """

    repository: Repository
    branch: str = "main"
    environments: Mapping[DeliveryRole, str]
    workflows: tuple[str, ...] = ()
    accept_names: bool = False

    def __post_init__(self) -> None:
        branch_name(self.branch)
        deploying = {role for role in DeliveryRole if role.deploys}
        if set(self.environments) != deploying:
            refuse("environments", sorted(self.environments), f"one each for {', '.join(sorted(deploying))}")
        names = [environment_name(name) for name in self.environments.values()]
        if len({name.lower() for name in names}) < len(names):
            # GitHub does not tell environments apart by letter case.
            refuse("environments", names, "a different environment for each role: one subject would open both")
        if self.accept_names and not self.repository.has_ids:
            refuse("accept_names", True, "False, or owner_id and repository_id: without them names are all there is")

    def subjects(self, role: DeliveryRole) -> tuple[str, ...]:
        """The exact subjects that may take a role."""
        contexts = self._contexts(role)
        starts = [self.repository.prefix, *([self.repository.name_prefix] if self.accept_names else [])]
        return tuple(f"{start}:{context}" for start in starts for context in contexts)

    def _contexts(self, role: DeliveryRole) -> list[str]:
        if role.deploys:
            return [of_environment(self.environments[role])]
        return [PULL_REQUEST, of_branch(self.branch)]

    def trust_policy(self, role: DeliveryRole, provider_arn: str) -> Mapping[str, Any]:
        """The trust policy of a role.

        A subject with an environment says nothing of the branch: a job of a pull request may name an environment too.
        So what deploys also demands the ref, by a condition key that STS has since January 2026.

        Args:
            role: The role.
            provider_arn: ARN of GitHub's OIDC provider in the account.
        """
        demanded: dict[str, Any] = {"aud": AUDIENCE, "sub": _one_or_many(self.subjects(role))}
        if role.deploys:
            demanded["ref"] = f"refs/heads/{self.branch}"
            if self.workflows:
                files = [workflow_ref(self.repository, file, self.branch) for file in self.workflows]
                demanded["job_workflow_ref"] = _one_or_many(files)
        if self.repository.repository_id is not None:
            demanded["repository_id"] = self.repository.repository_id
        statement = {
            "Sid": f"GitHub{role.capitalize()}",
            "Effect": "Allow",
            "Principal": {"Federated": provider_arn},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {f"{ISSUER}:{name}": value for name, value in demanded.items()}},
        }
        return {"Version": POLICY_VERSION, "Statement": [statement]}


def _one_or_many(values: Any) -> Any:
    return values[0] if len(values) == 1 else list(values)
