"""Fixtures of appsync-api-cache-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("appsync/apiCache", atRestEncryptionEnabled=True, transitEncryptionEnabled=True)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("atRestEncryptionEnabled is not set",), atRestEncryptionEnabled=None),
        SOUND.but(("atRestEncryptionEnabled is false",), atRestEncryptionEnabled=False),
        SOUND.but(("transitEncryptionEnabled is not set",), transitEncryptionEnabled=None),
        SOUND.but(("transitEncryptionEnabled is false",), transitEncryptionEnabled=False),
    ],
    not_applicable=[],
    unknown=[SOUND.but(atRestEncryptionEnabled=U), SOUND.but(transitEncryptionEnabled=U)],
    always_applicable=True,
)
