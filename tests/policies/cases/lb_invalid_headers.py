"""Fixtures of lb-invalid-headers."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lb/loadBalancer", loadBalancerType="application", dropInvalidHeaderFields=True)

CASES = Cases(
    passes=[SOUND, aws("alb/loadBalancer", dropInvalidHeaderFields=True)],
    fails=[
        SOUND.but(("dropInvalidHeaderFields is false",), dropInvalidHeaderFields=False),
        SOUND.but(("dropInvalidHeaderFields is not set",), dropInvalidHeaderFields=None),
    ],
    not_applicable=[SOUND.but(loadBalancerType="network", dropInvalidHeaderFields=None)],
    unknown=[SOUND.but(dropInvalidHeaderFields=U)],
)
