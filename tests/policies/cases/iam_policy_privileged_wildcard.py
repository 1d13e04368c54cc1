"""Fixtures of iam-policy-privileged-wildcard."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, allow
from tests.policies.cases.iam_documents import BUCKET, NO_DOCUMENT, OBJECTS, ROLE, policy

FOUND = "policy.Statement[0].Action"
MYSELF = "arn:aws:iam::*:user/${aws:username}"
TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/tasks"
POINT = "arn:aws:s3:us-east-1:123456789012:accesspoint/inputs"

CASES = Cases(
    passes=[
        policy(allow("iam:CreateUser", ROLE)),
        policy(allow("iam:Get*", ROLE)),
        policy(allow("iam:*", ROLE)),
        policy(allow("*", ROLE)),
        policy(allow("iam", ROLE)),
        policy(allow("iam:*AccessKey*", MYSELF)),
        policy(allow(["iam:GetUser", "iam:*AccessKey*"], [MYSELF, MYSELF])),
        policy(allow("lambda:List*", "*")),
        policy(allow("s3:PutBucketPolicy", BUCKET)),
        policy(allow("s3:Get*", BUCKET)),
        policy(allow("s3:Put*", OBJECTS)),
        policy(allow("s3:*Object", "*")),
        policy(allow("s3:Get*", POINT)),
        policy(allow("s3:Get*", [U, BUCKET])),
        policy(allow("dynamodb:Put*", TABLE)),
        policy(allow("kms:Decrypt*", "*")),
        policy(allow("kms:Re*", "*")),
        policy(allow("xray:*Policies", "*")),
    ],
    fails=[
        policy(allow("iam:Create?ser", ROLE), f'{FOUND} "iam:Create?ser" reaches iam:CreateUser;'),
        policy(allow("iam:Creat*User", ROLE), f'{FOUND} "iam:Creat*User" reaches iam:CreateUser;'),
        policy(allow("iam:*User*", MYSELF), f'{FOUND} "iam:*User*" reaches iam:AddUserToGroup and'),
        policy(allow("iam:*AccessKey*", ROLE), f'{FOUND} "iam:*AccessKey*" reaches iam:CreateAccessKey and 2 more;'),
        policy(allow(["iam:GetUser", "iam:*AccessKey*"], [MYSELF, ROLE]), f"{FOUND} "),
        policy(
            allow("lambda:Remove*", "*"),
            f'{FOUND} "lambda:Remove*" reaches lambda:RemoveLayerVersionPermission and 1 more;',
        ),
        policy(allow("s3:*Policy", BUCKET), f'{FOUND} "s3:*Policy" reaches s3:DeleteAccessPointPolicy and'),
        policy(allow("s3:Put*", BUCKET), f'{FOUND} "s3:Put*" reaches'),
        policy(allow("s3:*Policy", POINT), f'{FOUND} "s3:*Policy" reaches'),
        policy(allow("s3:Put*", [U, BUCKET]), f'{FOUND} "s3:Put*" reaches'),
        policy(allow("dynamodb:*Policy", TABLE), f'{FOUND} "dynamodb:*Policy" reaches'),
        policy(allow("KMS:Create*", "*"), f'{FOUND} "KMS:Create*" reaches kms:CreateGrant;'),
    ],
    not_applicable=[NO_DOCUMENT],
    unknown=[policy(U), policy(allow("iam:*AccessKey*", U)), policy(allow("s3:Put*", U)), policy(allow(U, ROLE))],
)
