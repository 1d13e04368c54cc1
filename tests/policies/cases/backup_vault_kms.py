"""Fixtures of backup-vault-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("backup/vault", kmsKeyArn="arn:aws:kms:us-east-1:123456789012:key/1")

CASES = Cases(
    passes=[SOUND, SOUND.but(kmsKeyArn=U)],
    fails=[
        SOUND.but(("kmsKeyArn is not set",), kmsKeyArn=None),
        SOUND.but(("kmsKeyArn is not set",), kmsKeyArn=""),
    ],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
