"""Fixtures of sqs-queue-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("sqs/queue", kmsMasterKeyId="alias/jobs")

CASES = Cases(
    passes=[SOUND, SOUND.but(kmsMasterKeyId=U)],
    fails=[
        SOUND.but(("kmsMasterKeyId is not set",), kmsMasterKeyId=None),
        SOUND.but(("kmsMasterKeyId is not set",), kmsMasterKeyId=""),
        SOUND.but(("kmsMasterKeyId is not set",), kmsMasterKeyId=None, sqsManagedSseEnabled=False),
        SOUND.but(("kmsMasterKeyId is not set",), kmsMasterKeyId="", sqsManagedSseEnabled=True),
    ],
    not_applicable=[SOUND.but(kmsMasterKeyId=None, sqsManagedSseEnabled=True)],
    unknown=[],
    presence_only=True,
)
