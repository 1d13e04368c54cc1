"""Fixtures of ebs-encryption-by-default."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ebs/encryptionByDefault", enabled=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(enabled=None)],
    fails=[SOUND.but(("enabled is false",), enabled=False)],
    not_applicable=[],
    unknown=[SOUND.but(enabled=U)],
    always_applicable=True,
)
