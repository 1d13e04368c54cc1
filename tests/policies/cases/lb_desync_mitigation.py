"""Fixtures of lb-desync-mitigation."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("lb/loadBalancer", desyncMitigationMode="defensive")

CASES = Cases(
    passes=[
        SOUND,
        aws("elb/loadBalancer", name="old"),
        aws("alb/loadBalancer", name="new"),
        SOUND.but(desyncMitigationMode="strictest"),
    ],
    fails=[SOUND.but(("desyncMitigationMode is monitor",), desyncMitigationMode="monitor")],
    not_applicable=[],
    unknown=[SOUND.but(desyncMitigationMode=U)],
    always_applicable=True,
)
