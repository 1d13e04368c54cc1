"""Fixtures of cloudtrail-trail-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudtrail/trail", kmsKeyId="arn:aws:kms:us-east-1:123456789012:key/1")

CASES = Cases(
    passes=[SOUND, SOUND.but(kmsKeyId=U)],
    fails=[
        SOUND.but(("kmsKeyId is not set",), kmsKeyId=None),
        SOUND.but(("kmsKeyId is not set",), kmsKeyId=""),
    ],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
