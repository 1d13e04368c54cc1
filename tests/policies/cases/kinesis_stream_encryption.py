"""Fixtures of kinesis-stream-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("kinesis/stream", encryptionType="KMS", kmsKeyId=U)
KEYLESS = SOUND.but(kmsKeyId=None)

CASES = Cases(
    passes=[SOUND, KEYLESS],
    fails=[
        SOUND.but(("encryptionType is not set",), encryptionType=None),
        SOUND.but(("encryptionType is NONE",), encryptionType="NONE"),
        KEYLESS.but(("encryptionType is NONE",), encryptionType="NONE"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(encryptionType=U)],
    always_applicable=True,
)
