"""No statement allows every action on every resource.

Permissions that only work on ``Resource: "*"`` (``logs:CreateLogGroup``, ``ec2:Describe*``) name their actions, so
they are not meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-policy-admin-statement",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=iam.IDENTITY_TYPES,
    summary="No IAM statement allows every action on every resource.",
    cause="Whoever gets hold of the identity owns the account.",
    remedy="name the actions and the ARNs that the workload needs",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    frameworks=("CIS AWS Foundations 1.16",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag Allow statements whose actions and resources are both unlimited, whatever stands beside them."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for statement in iam.allowed(resource):
        if any(iam.is_everything(action) for action in statement.texts("Action")) and statement.any_resource():
            yield violation(statement.where("Action"), 'allows "*" on Resource "*"')
