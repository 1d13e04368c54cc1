"""Fixtures of rds-performance-insights."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("rds/instance", instanceClass="db.m7g.large", performanceInsightsEnabled=True)

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(instanceClass=None),
        aws("rds/clusterInstance", instanceClass="db.r7g.large", performanceInsightsEnabled=True),
    ],
    fails=[
        SOUND.but(("performanceInsightsEnabled is false",), performanceInsightsEnabled=False),
        SOUND.but(("performanceInsightsEnabled is not set",), performanceInsightsEnabled=None),
        SOUND.but(("performanceInsightsEnabled is false",), performanceInsightsEnabled=False, instanceClass=None),
    ],
    not_applicable=[
        replace(SOUND.but(performanceInsightsEnabled=None), environment="dev"),
        *(
            SOUND.but(performanceInsightsEnabled=None, instanceClass=f"db.{small}")
            for small in ("t2.micro", "t3.micro", "t3.small", "t4g.micro", "t4g.small")
        ),
    ],
    unknown=[SOUND.but(performanceInsightsEnabled=U)],
)
