"""Fixtures of sqs-queue-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("sqs/queue", sqsManagedSseEnabled=True)
KEYED = aws("sqs/queue", kmsMasterKeyId=U)

CASES = Cases(
    passes=[
        SOUND,
        KEYED,
        KEYED.but(kmsMasterKeyId="alias/jobs"),
        KEYED.but(sqsManagedSseEnabled=False),
        SOUND.but(kmsMasterKeyId=""),
    ],
    fails=[
        SOUND.but(("sqsManagedSseEnabled is not set",), sqsManagedSseEnabled=None),
        SOUND.but(("sqsManagedSseEnabled is false",), sqsManagedSseEnabled=False),
        KEYED.but(("sqsManagedSseEnabled is not set",), kmsMasterKeyId=""),
    ],
    not_applicable=[],
    unknown=[SOUND.but(sqsManagedSseEnabled=U)],
    always_applicable=True,
)
