"""Fixtures of cognito-user-pool-mfa."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cognito/userPool", name="users", mfaConfiguration="ON", softwareTokenMfaConfiguration={"enabled": True})

CASES = Cases(
    passes=[SOUND, SOUND.but(mfaConfiguration="OPTIONAL")],
    fails=[
        SOUND.but(("mfaConfiguration is OFF",), mfaConfiguration="OFF"),
        SOUND.but(("mfaConfiguration is not set",), mfaConfiguration=None),
    ],
    not_applicable=[],
    unknown=[SOUND.but(mfaConfiguration=U)],
    always_applicable=True,
)
