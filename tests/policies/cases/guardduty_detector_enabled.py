"""Fixtures of guardduty-detector-enabled."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("guardduty/detector", enable=True)

CASES = Cases(
    passes=[SOUND, SOUND.but(enable=None)],
    fails=[SOUND.but(("enable is false",), enable=False)],
    not_applicable=[],
    unknown=[SOUND.but(enable=U)],
    always_applicable=True,
)
