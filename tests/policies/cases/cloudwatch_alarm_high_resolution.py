"""Fixtures of cloudwatch-alarm-high-resolution."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("cloudwatch/metricAlarm", namespace="Shop", period=60.0)

CASES = Cases(
    passes=[SOUND, SOUND.but(period=None), SOUND.but(period=300.0), SOUND.but(namespace=None)],
    fails=[SOUND.but((f"period is {seconds:g} s",), period=seconds) for seconds in (10.0, 20.0, 30.0)],
    not_applicable=[SOUND.but(namespace="AWS/SQS", period=10.0)],
    unknown=[SOUND.but(period=U), SOUND.but(namespace=U, period=10.0)],
)
