"""No statement hands over a whole sensitive service.

For services that grant further access (IAM, STS, Organizations, KMS, Secrets Manager) a wildcard is too much on any
resource. For the others it is too much on all resources; ``s3:*`` on one bucket is that bucket's owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

ALWAYS: Final = frozenset(
    {"iam", "sts", "organizations", "account", "kms", "secretsmanager", "sso", "sso-directory", "identitystore", "ram"}
)
ON_EVERYTHING: Final = frozenset(
    {
        "s3", "dynamodb", "lambda", "sagemaker", "states", "sqs", "sns", "ec2", "ecr", "ecs", "eks", "rds", "ssm",
        "logs", "events", "scheduler", "cloudformation", "cloudtrail", "cloudwatch", "fsx", "elasticfilesystem",
        "bedrock", "bedrock-agentcore", "codebuild", "codepipeline", "codecommit", "codeartifact", "codedeploy",
        "application-autoscaling", "autoscaling", "elasticloadbalancing", "route53", "apigateway", "execute-api",
        "glue", "athena", "lakeformation", "kinesis", "firehose", "kafka", "redshift", "redshift-data", "rds-data",
        "rds-db", "elasticache", "es", "aoss", "elasticmapreduce", "batch", "backup", "cognito-idp",
        "cognito-identity", "config", "guardduty", "securityhub", "access-analyzer", "acm", "acm-pca", "cloudfront",
        "wafv2", "s3tables", "s3vectors", "s3express", "pipes", "transfer", "ses", "budgets", "servicecatalog",
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
            elif service in ON_EVERYTHING and (spanned := statement.all_of(service)) is not None:
                yield violation(statement.where("Action"), f'allows all of {service} on Resource "{spanned}"')
