"""Fixtures of cloudwatch-alarm-high-resolution."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudwatch/metricAlarm", period=60.0)

CASES = Cases(
    passes=[SOUND, SOUND.but(period=None), SOUND.but(period=300.0)],
    fails=[SOUND.but((f"period is {seconds:g} s",), period=seconds) for seconds in (10.0, 20.0, 30.0)],
    not_applicable=[],
    unknown=[SOUND.but(period=U)],
    always_applicable=True,
)
