"""Fixtures of rds-enhanced-monitoring."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/instance", monitoringInterval=60.0, monitoringRoleArn=U)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("monitoringInterval is 0",), monitoringInterval=0.0),
        SOUND.but(("monitoringInterval is not set",), monitoringInterval=None),
    ],
    not_applicable=[replace(SOUND.but(monitoringInterval=None), environment="dev")],
    unknown=[SOUND.but(monitoringInterval=U)],
)
