"""Fixtures of iam-action-name."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, allow, aws
from tests.policies.cases.iam_samples import inline, policy

CLIENTS = {
    "apigatewaymanagementapi": "execute-api", "apigatewayv2": "apigateway", "bedrock-agent": "bedrock",
    "bedrock-agent-runtime": "bedrock", "bedrock-runtime": "bedrock", "cloudwatchlogs": "logs", "docdb": "rds",
    "dynamodbstreams": "dynamodb", "efs": "elasticfilesystem", "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing", "emr": "elasticmapreduce", "eventbridge": "events",
    "kinesisanalyticsv2": "kinesisanalytics", "opensearchserverless": "aoss", "resourcegroupstaggingapi": "tag",
    "s3control": "s3", "sagemaker-featurestore-runtime": "sagemaker", "sagemaker-runtime": "sagemaker",
    "sagemakerruntime": "sagemaker", "sesv2": "ses", "stepfunctions": "states",
}  # fmt: skip
MEANT = {
    "bedrock:Converse": "bedrock:InvokeModel",
    "bedrock:ConverseStream": "bedrock:InvokeModelWithResponseStream",
    "bedrock-runtime:Converse": "bedrock:InvokeModel",
    "dynamodb:TransactGetItems": "dynamodb:GetItem",
    "dynamodb:TransactWriteItems": "dynamodb:PutItem, UpdateItem, DeleteItem or ConditionCheckItem",
    "lambda:Invoke": "lambda:InvokeFunction",
    "lambda:InvokeWithResponseStream": "lambda:InvokeFunction",
    "s3:CompleteMultipartUpload": "s3:PutObject",
    "s3:CopyObject": "s3:GetObject and s3:PutObject",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:DeleteObjects": "s3:DeleteObject",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:ListMultipartUploads": "s3:ListBucketMultipartUploads",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:ListParts": "s3:ListMultipartUploadParts",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:UploadPart": "s3:PutObject",
    "s3:UploadPartCopy": "s3:GetObject and s3:PutObject",
    "sns:PublishBatch": "sns:Publish",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
}


def to(action: object, key: str = "Action") -> dict[str, object]:
    return {"Effect": "Allow", key: action, "Resource": "*"}


def wrong(action: str, meant: str) -> Case:
    return policy(to(action)).but((f'policy.Statement[0].Action has "{action}", which IAM calls {meant};',))


RIGHT = ("s3:GetObject", "lambda:Invoke*", "sagemaker:InvokeEndpoint", "bedrock:InvokeModel", "s3:ListBucket", "*")

CASES = Cases(
    passes=[
        *[policy(to(action)) for action in RIGHT],
        policy(to("s3:GetObject", "NotAction")),
        inline(to("lambda:InvokeFunction")),
    ],
    fails=[
        *[wrong(f"{client}:DoThis", f"{service}:DoThis") for client, service in CLIENTS.items()],
        *[wrong(action, meant) for action, meant in MEANT.items()],
        wrong("sagemaker-runtime:*", "sagemaker:*"),
        wrong("S3:HEADOBJECT", "s3:GetObject"),
        policy(to("s3:HeadObject", "NotAction")).but(
            ('policy.Statement[0].NotAction has "s3:HeadObject", which IAM calls s3:GetObject;',)
        ),
        inline(to("lambda:Invoke")).but(('inlinePolicies[0].policy.Statement[0].Action has "lambda:Invoke"',)),
    ],
    not_applicable=[aws("iam/role", name="worker")],
    unknown=[aws("iam/policy", policy=U), aws("iam/policy", policy=allow([U], "*"))],
)
