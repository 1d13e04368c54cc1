"""Fixtures of s3-access-point-deny."""

from __future__ import annotations

from tests.policies.cases.access_points import OBJECTS, POINT, READER, attachment, give, point
from tests.policies.cases.case import Cases, U, aws

WHERE = "policy.Statement[0]"
OTHERS = {"Condition": {"StringNotEquals": {"aws:PrincipalArn": READER["AWS"]}}}


def deny(action: object, resource: object = OBJECTS, **more: object) -> dict[str, object]:
    return {**give(action, resource), "Effect": "Deny", "Principal": "*", **OTHERS, **more}


BARRED = {"Effect": "Deny", "NotPrincipal": READER, "Action": "s3:GetObject", "Resource": OBJECTS}

CASES = Cases(
    passes=[
        point(deny("s3:GetObject")),
        point(deny(["s3:GetObject", "s3:PutObject"])),
        point(give("s3:*", OBJECTS)),
        point(give("s3:GetObject", OBJECTS)),
        point(give("s3:ListBucket", POINT)),
        point({key: value for key, value in BARRED.items() if key != "NotPrincipal"}),
        attachment(give("s3:GetObject", OBJECTS)),
    ],
    fails=[
        point(BARRED).but((f"{WHERE}.NotPrincipal is used",)),
        point(deny("s3:*")).but((f"{WHERE}.Action denies all of S3",)),
        point(deny("*")).but((f"{WHERE}.Action denies all of S3",)),
        point(give("s3:GetObject", POINT)).but((f"{WHERE}.Resource has no object for s3:GetObject",)),
        point(give("s3:ListBucket", OBJECTS)).but((f"{WHERE}.Resource has no bucket for s3:ListBucket",)),
        attachment(give("s3:GetObject", POINT)).but(
            (f"s3AccessPoint.{WHERE}.Resource has no object for s3:GetObject",)
        ),
    ],
    not_applicable=[aws("s3/accessPoint", bucket="models", name="models")],
    unknown=[
        aws("s3/accessPoint", bucket="models", policy=U),
        aws("s3/accessPoint", bucket="models", policy={"Statement": [give("s3:GetObject", [POINT, U])]}),
    ],
)
