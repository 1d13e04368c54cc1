"""Fixtures of workspaces-volume-encryption."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("workspaces/workspace", rootVolumeEncryptionEnabled=True, userVolumeEncryptionEnabled=True)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("rootVolumeEncryptionEnabled is not set",), rootVolumeEncryptionEnabled=None),
        SOUND.but(("rootVolumeEncryptionEnabled is false",), rootVolumeEncryptionEnabled=False),
        SOUND.but(("userVolumeEncryptionEnabled is not set",), userVolumeEncryptionEnabled=None),
        SOUND.but(("userVolumeEncryptionEnabled is false",), userVolumeEncryptionEnabled=False),
    ],
    not_applicable=[],
    unknown=[SOUND.but(rootVolumeEncryptionEnabled=U), SOUND.but(userVolumeEncryptionEnabled=U)],
    always_applicable=True,
)
