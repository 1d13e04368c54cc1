"""Fixtures of config-recorder-enabled."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cfg/recorderStatus", isEnabled=True)

CASES = Cases(
    passes=[SOUND],
    fails=[SOUND.but(("isEnabled is false",), isEnabled=False)],
    not_applicable=[],
    unknown=[SOUND.but(isEnabled=U)],
    always_applicable=True,
)
