"""Fixtures of cloudtrail-trail-validation."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudtrail/trail", enableLogFileValidation=True)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("enableLogFileValidation is not set",), enableLogFileValidation=None),
        SOUND.but(("enableLogFileValidation is false",), enableLogFileValidation=False),
    ],
    not_applicable=[],
    unknown=[SOUND.but(enableLogFileValidation=U)],
    always_applicable=True,
)
