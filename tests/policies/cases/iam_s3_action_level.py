"""Fixtures of iam-s3-action-level."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, allow, aws
from tests.policies.cases.iam_samples import inline, policy

BUCKET, OBJECTS = "arn:aws:s3:::models", "arn:aws:s3:::models/*"
POINT = "arn:aws:s3:eu-west-1:123456789012:accesspoint/models"
WHERE = "policy.Statement[0].Resource"
ON_OBJECTS = [
    "GetObject", "GetObjectVersion", "GetObjectTagging", "GetObjectAttributes", "GetObjectAcl", "PutObject",
    "PutObjectTagging", "PutObjectAcl", "DeleteObject", "DeleteObjectVersion", "AbortMultipartUpload",
    "ListMultipartUploadParts", "RestoreObject",
]  # fmt: skip
ON_BUCKETS = [
    "ListBucket", "ListBucketVersions", "ListBucketMultipartUploads", "GetBucketLocation", "GetBucketPolicy",
    "PutBucketPolicy", "GetBucketVersioning", "PutBucketVersioning", "GetBucketNotification",
    "PutBucketNotification", "GetEncryptionConfiguration", "GetLifecycleConfiguration",
]  # fmt: skip


def give(actions: object, resources: object, effect: str = "Allow", key: str = "Resource") -> dict[str, object]:
    return {"Effect": effect, "Action": actions, key: resources}


def one(actions: object, resources: object, *more: dict[str, object]) -> Case:
    return policy(give(actions, resources), *more)


def lost(actions: object, resources: object, *named: str) -> Case:
    return one(actions, resources).but(tuple(f"{WHERE} has no {name}" for name in named))


CASES = Cases(
    passes=[
        *[one(f"s3:{name}", OBJECTS) for name in ON_OBJECTS],
        *[one(f"s3:{name}", BUCKET) for name in ON_BUCKETS],
        one(["s3:GetObject", "s3:ListBucket"], [BUCKET, OBJECTS]),
        one(["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::models*"),
        one("s3:GetObject", "arn:aws:s3:::model?"),
        one("s3:GetObject", "*"),
        policy({"Effect": "Allow", "Action": "s3:GetObject"}),
        one("s3:GetObject", OBJECTS, give("s3:PutObject", OBJECTS)),
        one("s3:GetObject", "arn:aws:s3:*:123456789012:accesspoint/models/object/*"),
        one("s3:ListBucket", "*"),
        one("s3:*", BUCKET),
        one("s3:Get*", BUCKET),
        one("s3:ListAllMyBuckets", OBJECTS),
        one("kms:Decrypt", BUCKET),
        one("s3:GetObject", f"{POINT}/object/*"),
        one("s3:GetObject", f"{POINT}*"),
        one("s3:ListBucket", POINT),
        one("s3:GetObject", "arn:aws:s3:::models/a/b"),
        one("s3:GetObject", "arn:aws:s3:eu-west-1:123456789012:accesspoint/mod?ls"),
        one("s3:GetObject", BUCKET, give("s3:GetObject", OBJECTS)),
        one("s3:GetObject", BUCKET, give("s3:Get*", OBJECTS)),
        one("s3:GetObject", BUCKET, give("s3:GetObject", "arn:aws:s3:::else", key="NotResource")),
        policy(give("s3:GetObject", BUCKET, key="NotResource")),
        policy(give("s3:GetObject", OBJECTS, "Deny")),
        one("s3:GetObject", OBJECTS, give("s3:GetObject", OBJECTS, "Deny")),
        one("s3:GetObject", "arn:aws:s3-outposts:eu-west-1:123456789012:outpost/a/bucket/b"),
        inline(give("s3:GetObject", OBJECTS)),
    ],
    fails=[
        *[lost(f"s3:{name}", BUCKET, f"object for s3:{name};") for name in ON_OBJECTS],
        *[lost(f"s3:{name}", OBJECTS, f"bucket for s3:{name};") for name in ON_BUCKETS],
        lost(["s3:GetObject", "s3:ListBucket"], [BUCKET], "object for s3:GetObject"),
        lost(["s3:GetObject", "s3:ListBucket"], [OBJECTS], "bucket for s3:ListBucket"),
        lost("s3:GetObject", POINT, "object for s3:GetObject"),
        lost("s3:ListBucket", f"{POINT}/object/*", "bucket for s3:ListBucket"),
        lost("s3:GetObject", "arn:aws:s3:*:123456789012:accesspoint/models", "object for s3:GetObject"),
        lost("s3:GetObject", "arn:aws:s3:eu-west-?:123456789012:accesspoint/models", "object for s3:GetObject"),
        one("s3:GetObject", BUCKET, give("s3:PutObject", OBJECTS)).but((f"{WHERE} has no object for s3:GetObject",)),
        lost("s3:GETOBJECT", BUCKET, "object for s3:GETOBJECT"),
        policy(give("s3:GetObject", BUCKET, "Deny")).but((f"{WHERE} has no object for s3:GetObject",)),
        one("s3:GetObject", BUCKET, give("s3:GetObject", OBJECTS, "Deny")).but(
            (f"{WHERE} has no object for s3:GetObject",)
        ),
        inline(give("s3:GetObject", BUCKET)).but((f"inlinePolicies[0].{WHERE} has no object for s3:GetObject",)),
    ],
    not_applicable=[aws("iam/role", name="worker")],
    unknown=[
        aws("iam/policy", policy=U),
        aws("iam/policy", policy=allow("s3:GetObject", [BUCKET, U])),
        aws("iam/policy", policy=allow(U, [BUCKET])),
    ],
)
