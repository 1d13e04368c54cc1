"""The roles that SageMaker resources run with, and what the stack attaches to a role."""

from __future__ import annotations

from typing import Final

from guardrails.aws import iam, managed_policies, sagemaker
from guardrails.aws.sagemaker_jobs import DATA_QUALITY, TRAINING
from guardrails.props import Props
from guardrails.rule import Resource, Stack

ROLE: Final = "aws:iam/role:Role"
ATTACHMENT: Final = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
INLINE: Final = "aws:iam/rolePolicy:RolePolicy"

ROLE_PROPERTIES: Final = {
    sagemaker.MODEL: "executionRoleArn",
    sagemaker.ENDPOINT_CONFIG: "executionRoleArn",
    sagemaker.NOTEBOOK: "roleArn",
    sagemaker.DOMAIN: "defaultUserSettings.executionRole",
    sagemaker.USER_PROFILE: "userSettings.executionRole",
    sagemaker.FEATURE_GROUP: "roleArn",
    TRAINING: "roleArn",
    DATA_QUALITY: "roleArn",
    "aws:sagemaker/pipeline:Pipeline": "roleArn",
}
"""Where each type names the role that it runs with."""


class Roles:
    """The roles of a stack, and what it attaches to each.

    Args:
        stack: The stack.
    """

    def __init__(self, stack: Stack) -> None:
        roles = stack.of(ROLE)
        self._by_urn = {role.urn: role for role in roles}
        self._by_name = {role["name"].text(): role for role in roles if role["name"].is_text}
        self._parts: dict[str, list[Resource]] = {role.urn: [] for role in roles}
        for part in (*stack.of(ATTACHMENT), *stack.of(INLINE)):
            if (owner := self.named_by(part, "role")) is not None:
                self._parts[owner.urn].append(part)

    def named_by(self, resource: Resource, path: str) -> Resource | None:
        """The role that a property names, by name or ARN, or that the engine knows it was made from."""
        named = resource[path]
        if named.is_text and (found := self._by_name.get(str(named.text()).rpartition("/")[2])) is not None:
            return found
        sources = [self._by_urn.get(urn) for urn in resource.links.get(path.partition(".")[0], ())]
        return next((role for role in sources if role and not (named.is_text and role["name"].is_text)), None)

    def excesses(self, role: Resource) -> list[str]:
        """What the role gets that no workload needs, in words."""
        found = _broad(role["managedPolicyArns"])
        documents = [inline["policy"] for inline in role["inlinePolicies"].each()]
        for part in self._parts[role.urn]:
            if part.type == ATTACHMENT:
                found += _broad(part["policyArn"])
            else:
                documents.append(part["policy"])
        for document in documents:
            for statement in iam.statements(document):
                if statement.allows and statement.any_resource():
                    found += [f"allows {action} on every resource" for action in _wildcards(statement)]
        return found


def _broad(arns: Props) -> list[str]:
    names = [managed_policies.broad_name(arn) for arn in arns.texts()]
    return [f"has {name}" for name in names if name is not None]


def _wildcards(statement: iam.Statement) -> list[str]:
    return [action for action in statement.texts("Action") if action == "*" or action.endswith(":*")]
