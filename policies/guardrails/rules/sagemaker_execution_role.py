"""What runs in SageMaker does not run as an administrator. The role and its policies only the whole stack shows."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker_roles
from guardrails.rule import Family, Finding, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="sagemaker-execution-role",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(
        *sagemaker_roles.ROLE_PROPERTIES,
        sagemaker_roles.ROLE,
        sagemaker_roles.ATTACHMENT,
        sagemaker_roles.INLINE,
    ),
    summary="The execution role of a model, notebook, job or Studio user is limited to what it needs.",
    cause="Code in a notebook or a container, a package of it included, can do whatever the role can.",
    remedy="attach a policy of your own that lists the actions and ARNs of this workload",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """Judge each resource by the role of the stack that it runs with; roles from elsewhere show nothing here."""
    roles = sagemaker_roles.Roles(stack)
    found = False
    for token, path in sagemaker_roles.ROLE_PROPERTIES.items():
        for user in stack.of(token):
            role = roles.named_by(user, path)
            if role is None:
                user[path].text()  # a role from elsewhere, whose ARN the update may show to be one of these
                continue
            found = True
            for excess in roles.excesses(role):
                yield violation(path, f"is the role {role.name}, which {excess}", user)
    if not found:
        yield not_applicable("nothing of SageMaker runs with a role of this stack")
