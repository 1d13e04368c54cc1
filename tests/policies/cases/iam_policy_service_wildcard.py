"""Fixtures of iam-policy-service-wildcard."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, allow
from tests.policies.cases.iam_documents import BUCKET, NO_DOCUMENT, ROLE, policy

FOUND = "policy.Statement[0].Action allows all of"
TABLES = "arn:aws:dynamodb:*:*:table/*"

CASES = Cases(
    passes=[
        policy(allow("s3:*", BUCKET)),
        policy(allow("s3:List*", "*")),
        policy(allow("s3:GetObject", "*")),
        policy(allow("iam:Get*", ROLE)),
        policy(allow("iam", ROLE)),
        policy(allow("xray:*", "*")),
        policy(allow(["kms:Decrypt", "xray:*"], U)),
        policy(allow("dynamodb:*", "arn:aws:dynamodb:us-east-1:123456789012:table/*")),
        policy(allow("dynamodb:*", "arn:aws:dynamodb:*:*:table/tasks-*")),
        policy(allow("dynamodb:*", "arn:aws:s3:*:*:table/*")),
        policy(allow("lambda:*", "arn:aws:lambda:us-east-1::layer:*")),
        policy(allow("lambda:*", "table/*")),
        policy(allow("lambda:*", "arn:aws:lambda:us-east-1")),
    ],
    fails=[
        policy(allow("iam:*", ROLE), f"{FOUND} iam"),
        policy(allow("iam:?*", ROLE), f"{FOUND} iam"),
        policy(allow(["KMS:*", "xray:*"], U), f"{FOUND} kms"),
        policy(allow("cloudwatch:*", "*"), f'{FOUND} cloudwatch on Resource "*"'),
        policy(allow("s3:*", "*"), f'{FOUND} s3 on Resource "*"'),
        policy(allow("s3:*", "arn:aws:s3:::*"), f'{FOUND} s3 on Resource "arn:aws:s3:::*"'),
        policy(allow("s3:*", "arn:aws:s3:::*/*"), f"{FOUND} s3 on"),
        policy(allow("s3:*", "arn:aws:s3:*"), f"{FOUND} s3 on"),
        policy(allow("dynamodb:*", "arn:aws:dynamodb:*"), f"{FOUND} dynamodb on"),
        policy(allow("dynamodb:*", "arn:aws:dynamodb:us-east-1:*"), f"{FOUND} dynamodb on"),
        policy(allow("dynamodb:*", "arn:aws-cn:*"), f"{FOUND} dynamodb on"),
        policy(allow("dynamodb:*", "arn:*:*:*"), f"{FOUND} dynamodb on"),
        policy(allow("dynamodb:*", TABLES), f'{FOUND} dynamodb on Resource "{TABLES}"'),
        policy(allow("lambda:*", "arn:aws:lambda:us-east-1:*:layer:*"), f"{FOUND} lambda on"),
    ],
    not_applicable=[NO_DOCUMENT],
    unknown=[policy(allow("s3:*", U)), policy(U)],
)
