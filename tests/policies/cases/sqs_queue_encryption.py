"""Fixtures of sqs-queue-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("sqs/queue", sqsManagedSseEnabled=True)
KEYED = aws("sqs/queue", kmsMasterKeyId=U, sqsManagedSseEnabled=False)

CASES = Cases(
    passes=[SOUND, SOUND.but(sqsManagedSseEnabled=None), KEYED, KEYED.but(kmsMasterKeyId="alias/jobs")],
    fails=[
        SOUND.but(("sqsManagedSseEnabled is false",), sqsManagedSseEnabled=False),
        KEYED.but(("sqsManagedSseEnabled is false",), kmsMasterKeyId=""),
    ],
    not_applicable=[],
    unknown=[SOUND.but(sqsManagedSseEnabled=U)],
    always_applicable=True,
)
