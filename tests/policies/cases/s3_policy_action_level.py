"""Fixtures of s3-policy-action-level."""

from __future__ import annotations

from guardrails.rules.s3_policy_action_level import TYPES

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.iam_samples import document

BUCKET, OBJECTS = "arn:aws:s3:::models", "arn:aws:s3:::models/*"


def give(actions: object, resources: object) -> dict[str, object]:
    role = {"AWS": "arn:aws:iam::123456789012:role/reader"}
    return {"Effect": "Allow", "Principal": role, "Action": actions, "Resource": resources}


def bucket(*statements: dict[str, object], token: str = TYPES[0]) -> Case:
    return Case(token, {"bucket": "models", "policy": document(*statements)})


NO_BUCKET = "policy.Statement[0].Resource has no bucket for s3:ListBucket"
BOTH = ["s3:GetObject", "s3:ListBucket"]

CASES = Cases(
    passes=[
        *[bucket(give("s3:ListBucket", BUCKET), token=token) for token in TYPES],
        bucket(give(BOTH, [BUCKET, OBJECTS])),
        bucket(give(BOTH, [OBJECTS, BUCKET])),
        bucket(give("s3:*", OBJECTS)),
        bucket(give("s3:ListBucket", BUCKET), give("s3:ListBucket", BUCKET)),
        aws("s3/bucketPolicy", bucket="models", policy={"Statement": [give("s3:GetObject", OBJECTS)]}),
    ],
    fails=[
        *[bucket(give("s3:ListBucket", OBJECTS), token=token).but((NO_BUCKET,)) for token in TYPES],
        bucket(give(BOTH, [OBJECTS])).but((NO_BUCKET,)),
        bucket(give(BOTH, [BUCKET])).but(("policy.Statement[0].Resource has no object for s3:GetObject",)),
        bucket(give("s3:ListBucket", OBJECTS), give("s3:ListBucket", BUCKET)).but((NO_BUCKET,)),
    ],
    not_applicable=[aws("s3/bucket", bucket="models")],
    unknown=[
        aws("s3/bucketPolicy", bucket="models", policy=U),
        aws("s3/bucketPolicy", bucket="models", policy={"Statement": [give("s3:ListBucket", [OBJECTS, U])]}),
    ],
)
