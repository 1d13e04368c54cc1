"""Actions on data and on permissions name their resources.

The list holds only actions that support resource-level permissions, so what works on ``Resource: "*"`` alone
(``logs:CreateLogGroup``-like calls, ``ec2:Describe*``, ``cloudwatch:PutMetricData``, ``xray:Put*``) is never flagged.
A condition counts as a scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

SCOPABLE: Final = tuple(
    action.lower()
    for action in (
        "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:PutBucketPolicy", "s3:DeleteBucket",
        "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query",
        "dynamodb:Scan", "dynamodb:DeleteTable",
        "kms:Decrypt", "kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion",
        "secretsmanager:GetSecretValue", "ssm:GetParameter", "sts:AssumeRole",
        "lambda:InvokeFunction", "lambda:UpdateFunctionCode", "lambda:AddPermission",
        "sagemaker:InvokeEndpoint", "sagemaker:DeleteEndpoint", "sagemaker:UpdateEndpoint", "states:StartExecution",
        "sqs:SendMessage", "sqs:ReceiveMessage", "sns:Publish",
        "iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy", "iam:CreatePolicyVersion",
        "iam:SetDefaultPolicyVersion",
        "iam:UpdateAssumeRolePolicy", "iam:CreateUser", "iam:CreateAccessKey", "iam:AttachUserPolicy",
        "iam:PutUserPolicy", "iam:CreateLoginProfile",
    )
)  # fmt: skip

RULE = Rule(
    id="iam-policy-unscoped-access",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=iam.IDENTITY_TYPES,
    summary="IAM statements that reach data or permissions name the resources.",
    cause="One leaked credential reads or changes every bucket, table, secret or role of the account.",
    remedy="set Resource to the ARNs that the workload uses, or limit the statement by a condition",
    url="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag named actions of the list, also by a partial wildcard, on all resources and without a condition."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for statement in iam.allowed(resource):
        if statement.has("Condition"):
            continue
        reached = (
            [] if any(iam.is_everything(action) for action in statement.texts("Action")) else statement.grants(SCOPABLE)
        )
        if reached and statement.any_resource():
            more = f" and {len(reached) - 1} more" if len(reached) > 1 else ""
            yield violation(statement.where("Resource"), f'is "*" for {reached[0]}{more}')
