"""Fixtures of elasticache-in-transit-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("elasticache/replicationGroup", transitEncryptionEnabled=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(transitEncryptionMode="required")],
    fails=[
        SOUND.but(("transitEncryptionEnabled is not set",), transitEncryptionEnabled=None),
        SOUND.but(("transitEncryptionEnabled is false",), transitEncryptionEnabled=False),
        SOUND.but(("transitEncryptionMode is preferred",), transitEncryptionMode="preferred"),
    ],
    not_applicable=[SOUND.but(transitEncryptionEnabled=None, globalReplicationGroupId=U)],
    unknown=[SOUND.but(transitEncryptionEnabled=U), SOUND.but(transitEncryptionMode=U)],
)
