"""Fixtures of lb-access-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lb/loadBalancer", accessLogs={"bucket": U, "enabled": True})
ALB = aws("alb/loadBalancer", accessLogs={"bucket": U, "enabled": True}, loadBalancerType="application")
BARE = SOUND.but(("accessLogs.enabled is not set",), accessLogs=None)

CASES = Cases(
    passes=[SOUND, ALB],
    fails=[
        BARE,
        ALB.but(BARE.names, accessLogs=None),
        SOUND.but(BARE.names, accessLogs={"bucket": U}),
        SOUND.but(("accessLogs.enabled is false",), accessLogs={"bucket": U, "enabled": False}),
    ],
    not_applicable=[BARE.but(loadBalancerType="network"), BARE.but(loadBalancerType="gateway")],
    unknown=[SOUND.but(accessLogs=U), SOUND.but(loadBalancerType=U)],
)
