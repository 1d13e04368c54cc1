"""Fixtures of cloudtrail-trail-logging."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudtrail/trail", enableLogging=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(enableLogging=None)],
    fails=[SOUND.but(("enableLogging is false",), enableLogging=False)],
    not_applicable=[],
    unknown=[SOUND.but(enableLogging=U)],
    always_applicable=True,
)
