"""Fixtures of ec2-flow-log-traffic."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ec2/flowLog", trafficType="ALL")

CASES = Cases(
    passes=[SOUND, SOUND.but(trafficType=None), SOUND.but(trafficType="REJECT")],
    fails=[
        SOUND.but(("trafficType is ACCEPT",), trafficType="ACCEPT"),
    ],
    not_applicable=[],
    unknown=[SOUND.but(trafficType=U)],
    always_applicable=True,
)
