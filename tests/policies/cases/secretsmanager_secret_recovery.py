"""Fixtures of secretsmanager-secret-recovery."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("secretsmanager/secret", recoveryWindowInDays=7.0)

CASES = Cases(
    passes=[SOUND, SOUND.but(recoveryWindowInDays=None)],
    fails=[SOUND.but(("recoveryWindowInDays is 0",), recoveryWindowInDays=0.0)],
    not_applicable=[],
    unknown=[SOUND.but(recoveryWindowInDays=U)],
    always_applicable=True,
)
