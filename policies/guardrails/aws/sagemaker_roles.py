"""The roles that SageMaker resources run with, and what the stack attaches to a role."""

from __future__ import annotations

from collections.abc import Iterator
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


def runs_with(user: Resource, role: Resource) -> bool:
    """True when a SageMaker resource names the role, by its ARN or by the engine's record of its source."""
    path = ROLE_PROPERTIES[user.type]
    named = user[path]
    if named.unknown:
        return role.urn in user.links.get(path.partition(".")[0], ())
    return _is_name_of(role, named)


def excesses(stack: Stack, role: Resource) -> Iterator[str]:
    """What the role gets that no workload needs, in words."""
    yield from _broad(role["managedPolicyArns"])
    for attachment in stack.of(ATTACHMENT):
        if _belongs(attachment, role):
            yield from _broad(attachment["policyArn"])
    documents = [inline["policy"] for inline in role["inlinePolicies"].each()]
    documents += [inline["policy"] for inline in stack.of(INLINE) if _belongs(inline, role)]
    for document in documents:
        for statement in iam.statements(document):
            if statement.allows and statement.any_resource():
                yield from (f"allows {action} on every resource" for action in _wildcards(statement))


def _broad(arns: Props) -> Iterator[str]:
    for arn in arns.texts():
        if (name := managed_policies.broad_name(arn)) is not None:
            yield f"has {name}"


def _wildcards(statement: iam.Statement) -> list[str]:
    return [action for action in statement.texts("Action") if action == "*" or action.endswith(":*")]


def _belongs(part: Resource, role: Resource) -> bool:
    owner = part["role"]
    if owner.unknown:
        return role.urn in part.links.get("role", ())
    return _is_name_of(role, owner)


def _is_name_of(role: Resource, node: Props) -> bool:
    """True when a text is the role's name, or ends with it as an ARN does."""
    name = role["name"]
    return name.is_text and str(node.text()).rpartition("/")[2] == name.text()
