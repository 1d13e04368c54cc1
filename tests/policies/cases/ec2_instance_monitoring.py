"""Fixtures of ec2-instance-monitoring."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ec2/instance", instanceType="m7g.large", monitoring=True)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("monitoring is false",), monitoring=False),
        SOUND.but(("monitoring is not set",), monitoring=None),
    ],
    not_applicable=[replace(SOUND.but(monitoring=None), environment="dev")],
    unknown=[SOUND.but(monitoring=U)],
)
