"""Fixtures of ssm-parameter-kms."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ssm/parameter", type="SecureString", keyId=U)

CASES = Cases(
    passes=[SOUND, SOUND.but(keyId="alias/settings")],
    fails=[SOUND.but(("keyId is not set",), keyId=None), SOUND.but(("keyId is not set",), keyId="")],
    not_applicable=[SOUND.but(keyId=None, type="String")],
    unknown=[SOUND.but(type=U)],
)
