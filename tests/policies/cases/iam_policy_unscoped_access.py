"""Fixtures of iam-policy-unscoped-access."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, allow
from tests.policies.cases.iam_documents import BUCKET, LEGITIMATE_STAR, NO_DOCUMENT, OBJECTS, policy

FOUND = "policy.Statement[0].Resource is"
TABLES = "arn:aws:dynamodb:*:*:table/*"
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/tasks"


KEYS = "arn:aws:kms:us-east-1:123456789012:key/*"
SECRETS = "arn:aws:secretsmanager:us-east-1:123456789012:secret:*"
CLUSTERS = "arn:aws:rds:*:*:cluster:*"
EVERY_ROLE = "arn:aws:iam::*:role/*"


def both(effect: str, *names: str) -> Case:
    actions = ["s3:GetObject", "dynamodb:GetItem"]
    statement = {"Effect": effect, "Action": actions, "Resource": ["arn:aws:s3:::*", TABLES]}
    return policy({"Statement": [statement]}, *names)


def decrypt(operator: str, key: str, value: object, *names: str, action: str = "kms:Decrypt") -> Case:
    return policy(allow(action, "*", Condition={operator: {key: value}}), *names)


CASES = Cases(
    passes=[
        policy(allow(LEGITIMATE_STAR, "*")),
        policy(allow(["logs:CreateLogStream", "logs:PutLogEvents", "ec2:CreateNetworkInterface"], "*")),
        policy(allow(["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "sts:GetCallerIdentity"], "*")),
        policy(allow(["s3:ListAllMyBuckets", "tag:GetResources", "cloudwatch:GetMetricData", "lambda:List*"], "*")),
        policy(allow(["s3:GetObject", "s3:PutObject"], OBJECTS)),
        policy(allow("s3:GetObject", OBJECTS)),
        policy(allow("s3:ListBucket", "*")),
        policy(allow("*", "*")),
        policy(allow("s3:GetObject", TABLES)),
        policy(allow(["dynamodb:GetItem", "s3:ListBucket"], "arn:aws:s3:::*")),
        policy(allow(["s3:GetObject", "dynamodb:DescribeTable"], TABLES)),
        policy(allow("sts:AssumeRole", "arn:aws:iam::*:role/reader")),
        policy(allow(["dynamodb:*Item"], [BUCKET, TABLE])),
        policy(allow("dynamodb:GetItem", TABLE)),
        policy(allow("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/*")),
        decrypt("StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com"),
        decrypt("Bool", "aws:MultiFactorAuthPresent", "true"),
        decrypt("Bool", "aws:SecureTransport", "true", action="kms:DescribeKey"),
        decrypt("Null", "kms:ViaService", "false", action="kms:DescribeKey"),
        decrypt("StringLike", "kms:ViaService", "s3.*"),
        policy(allow("lambda:UpdateFunctionCode", "arn:aws:lambda:us-east-1:123456789012:function:job")),
        decrypt("Bool", "kms:GrantIsForAWSResource", "true"),
        policy(allow("kms:Decrypt", KEYS.replace("*", "a1b2"))),
        policy(allow("secretsmanager:GetSecretValue", SECRETS.replace("*", "app-*"))),
        policy(allow("rds-data:ExecuteStatement", f"{CLUSTERS}a")),
        policy(allow("s3:*", "*")),
        policy(allow("ec2:DescribeVpcs", U)),
        both("Deny"),
        decrypt("StringEquals", "kms:ViaService", U, action="kms:DescribeKey"),
    ],
    fails=[
        policy(allow("s3:GetObject", "*"), f'{FOUND} "*" for s3:GetObject;'),
        policy(allow(["s3:GetObject", "s3:PutObject"], "*"), f'{FOUND} "*" for s3:GetObject and 1 more;'),
        policy(allow(["dynamodb:GetItem", "s3:GetObject"], "arn:aws:s3:::*"), f'{FOUND} "arn:aws:s3:::*" for s3:GetO'),
        policy(allow("S3:getobject", "*"), f'{FOUND} "*" for s3:GetObject;'),
        policy(allow("s3:GetObject", "arn:aws:s3:::*"), f'{FOUND} "arn:aws:s3:::*" for s3:GetObject;'),
        policy(allow(["dynamodb:*Item"], [BUCKET, "*"]), f'{FOUND} "*" for dynamodb:BatchGetItem and 5 more;'),
        policy(allow("dynamodb:GetItem", TABLES), f'{FOUND} "{TABLES}" for dynamodb:GetItem;'),
        policy(allow(["s3:GetObject", "dynamodb:GetItem"], TABLES), f'{FOUND} "{TABLES}" for dynamodb:GetItem;'),
        policy(allow("sts:AssumeRole", EVERY_ROLE), f'{FOUND} "{EVERY_ROLE}" for sts:AssumeRole;'),
        policy(allow("rds-data:ExecuteStatement", CLUSTERS), f'{FOUND} "{CLUSTERS}" for rds-data:Ex'),
        policy(allow("kms:Decrypt", KEYS), f'{FOUND} "{KEYS}" for kms:Decrypt;'),
        policy(allow("kms:Decrypt", "arn:aws:kms:*:*:key/*"), f'{FOUND} "arn:aws:kms:*:*:key/*" for kms:Decrypt;'),
        policy(allow("secretsmanager:GetSecretValue", SECRETS), f'{FOUND} "{SECRETS}" for secretsmanager:GetSecretV'),
        policy(allow("lambda:UpdateFunctionCode", "*"), f'{FOUND} "*" for lambda:UpdateFunctionCode;'),
        both("Allow", f'{FOUND} "arn:aws:s3:::*" for s3:GetObject and 1 more;'),
        decrypt("Bool", "aws:SecureTransport", "true", f'{FOUND} "*" for kms:Decrypt;'),
        decrypt("Null", "kms:ViaService", "false", f'{FOUND} "*" for kms:Decrypt;'),
        decrypt("StringLike", "kms:ViaService", "*", f'{FOUND} "*" for kms:Decrypt;'),
    ],
    not_applicable=[NO_DOCUMENT],
    unknown=[policy(allow("s3:GetObject", U)), policy(U), decrypt("StringEquals", "kms:ViaService", U)],
)
