"""Fixtures of elb-access-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("elb/loadBalancer", accessLogs={"bucket": "logs", "enabled": True})

CASES = Cases(
    passes=[SOUND, SOUND.but(accessLogs={"bucket": U})],
    fails=[
        SOUND.but(("accessLogs.bucket is not set",), accessLogs=None),
        SOUND.but(("accessLogs.enabled is false",), accessLogs={"bucket": "logs", "enabled": False}),
    ],
    not_applicable=[],
    unknown=[SOUND.but(accessLogs={"bucket": "logs", "enabled": U})],
    always_applicable=True,
)
