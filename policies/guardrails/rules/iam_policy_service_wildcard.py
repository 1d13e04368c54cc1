"""No statement hands over a whole sensitive service.

For services that grant further access (IAM, STS, Organizations, KMS, Secrets Manager) a wildcard is too much on any
resource. For the others that hold data or change things it is too much on all resources; ``s3:*`` on one bucket is
that bucket's owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam, iam_actions
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

ALWAYS: Final = frozenset(
    {"iam", "sts", "organizations", "account", "kms", "secretsmanager", "sso", "sso-directory", "identitystore", "ram"}
)
OTHERS: Final = frozenset(
    {
        "cloudwatch", "bedrock-agentcore", "application-autoscaling", "autoscaling", "elasticloadbalancing",
        "apigateway", "lakeformation", "cognito-identity", "config", "guardduty", "securityhub", "access-analyzer",
        "acm", "acm-pca", "s3vectors", "ses", "budgets", "servicecatalog",
    }
)  # fmt: skip
"""Sensitive, although none of their actions is in the table of those that can be limited to resources."""

RULE = Rule(
    id="iam-policy-service-wildcard",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=iam.IDENTITY_TYPES,
    summary="No IAM statement allows every action of a sensitive service.",
    cause="A wildcard also grants what the service adds tomorrow, and many services lead to further permissions.",
    remedy="list the actions that the code calls",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    frameworks=("AWS FSBP IAM.21",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag ``service:*`` of the services above."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for statement in iam.allowed(resource):
        for action in statement.texts("Action"):
            service, _, name = action.lower().partition(":")
            if "*" not in name or name.strip("*?"):
                continue
            if service in ALWAYS:
                yield violation(statement.where("Action"), f"allows all of {service}")
            elif (service in OTHERS or iam_actions.scopable(action)) and (spanned := statement.all_of(service)):
                yield violation(statement.where("Action"), f'allows all of {service} on Resource "{spanned}"')
