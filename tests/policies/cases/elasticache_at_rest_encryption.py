"""Fixtures of elasticache-at-rest-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("elasticache/replicationGroup", atRestEncryptionEnabled=True, engine="redis")

CASES = Cases(
    passes=[SOUND, SOUND.but(engine="valkey"), SOUND.but(atRestEncryptionEnabled=None, engine="valkey")],
    fails=[
        SOUND.but(("atRestEncryptionEnabled is not set",), atRestEncryptionEnabled=None),
        SOUND.but(("atRestEncryptionEnabled is false",), atRestEncryptionEnabled=False),
        SOUND.but(("atRestEncryptionEnabled is false",), atRestEncryptionEnabled=False, engine="valkey"),
    ],
    not_applicable=[SOUND.but(atRestEncryptionEnabled=None, globalReplicationGroupId=U)],
    unknown=[SOUND.but(atRestEncryptionEnabled=U)],
)
