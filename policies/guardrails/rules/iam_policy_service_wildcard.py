"""No statement hands over a whole sensitive service.

For services that grant further access (IAM, STS, Organizations, KMS, Secrets Manager) a wildcard is too much on any
resource. For the others it is too much on all resources; ``s3:*`` on one bucket is that bucket's owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

ALWAYS: Final = frozenset({"iam", "sts", "organizations", "account", "kms", "secretsmanager", "sso", "identitystore"})
ON_EVERYTHING: Final = frozenset(
    {
        "s3", "dynamodb", "lambda", "sagemaker", "states", "sqs", "sns", "ec2", "ecr", "ecs", "eks", "rds", "ssm",
        "logs", "events",
        "scheduler", "cloudformation", "cloudtrail", "cloudwatch", "fsx", "elasticfilesystem", "bedrock", "codebuild",
        "codepipeline",
        "application-autoscaling", "route53", "apigateway", "glue", "athena", "kinesis", "firehose", "redshift",
        "backup",
    }
)  # fmt: skip

RULE = Rule(
    id="iam-policy-service-wildcard",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=iam.IDENTITY_TYPES,
    summary="No IAM statement allows every action of a sensitive service.",
    cause="A wildcard also grants what the service adds tomorrow, and many services lead to further permissions.",
    remedy="list the actions that the code calls",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag ``service:*`` of the services above."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for statement in iam.allowed(resource):
        for action in statement.texts("Action"):
            service, _, name = action.strip().lower().partition(":")
            if not name or name.strip("*?") or "*" not in name:
                continue
            if service in ALWAYS:
                yield violation(statement.where("Action"), f"allows all of {service}")
            elif service in ON_EVERYTHING and statement.any_resource():
                yield violation(statement.where("Action"), f'allows all of {service} on Resource "*"')
