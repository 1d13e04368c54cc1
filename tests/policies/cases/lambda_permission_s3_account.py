"""Fixtures of lambda-permission-s3-account."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws(
    "lambda/permission", principal="s3.amazonaws.com", sourceArn="arn:aws:s3:::in", sourceAccount="123456789012"
)
BARE = SOUND.but(sourceAccount=None)

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(principal="s3.amazonaws.com.cn"),
        SOUND.but(sourceAccount=U),
        BARE.but(principalOrgId="o-a1b2c3d4e5"),
    ],
    fails=[
        BARE.but(("sourceAccount is not set",), sourceAccount=""),
        BARE.but(("sourceAccount is not set",)),
        BARE.but(("sourceAccount is not set",), principal="s3.amazonaws.com.cn"),
    ],
    not_applicable=[
        BARE.but(principal="sns.amazonaws.com"),
        BARE.but(principal="123456789012"),
        BARE.but(principal=None),
    ],
    unknown=[BARE.but(principal=U)],
)
