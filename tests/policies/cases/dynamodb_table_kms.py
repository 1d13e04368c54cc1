"""Fixtures of dynamodb-table-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("dynamodb/table", serverSideEncryption={"enabled": True, "kmsKeyArn": U})
BARE = SOUND.but(("serverSideEncryption.enabled is not set",), serverSideEncryption=None)
LEFT = [
    SOUND.but(("serverSideEncryption.enabled is not set",), serverSideEncryption={"kmsKeyArn": U}),
    SOUND.but(("serverSideEncryption.enabled is false",), serverSideEncryption={"enabled": False, "kmsKeyArn": U}),
    SOUND.but(("serverSideEncryption is not an object",), serverSideEncryption="yes"),
]

CASES = Cases(
    passes=[SOUND, SOUND.but(serverSideEncryption={"enabled": "true"}), SOUND.but(restoreSourceName="a")],
    fails=[
        BARE,
        *LEFT,
    ],
    not_applicable=[
        BARE.but(restoreSourceTableArn="arn:aws:dynamodb:us-east-1:123456789012:table/a"),
        BARE.but(restoreSourceName="a"),
        BARE.but(restoreBackupArn=U),
    ],
    unknown=[SOUND.but(serverSideEncryption=U), SOUND.but(serverSideEncryption={"enabled": U})],
    left=LEFT,
)
