"""Fixtures of sqs-queue-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("sqs/queue", kmsMasterKeyId="alias/jobs")

CASES = Cases(
    passes=[SOUND, SOUND.but(kmsMasterKeyId=U)],
    fails=[
        SOUND.but(("kmsMasterKeyId is not set",), kmsMasterKeyId=None),
        SOUND.but(("kmsMasterKeyId is not set",), kmsMasterKeyId=""),
    ],
    not_applicable=[],
    presence_only=True,
    always_applicable=True,
)
