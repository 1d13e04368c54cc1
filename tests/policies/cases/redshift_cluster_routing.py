"""Fixtures of redshift-cluster-routing."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("redshift/cluster", enhancedVpcRouting=True)

CASES = Cases(
    passes=[SOUND, aws("redshiftserverless/workgroup", enhancedVpcRouting=True)],
    fails=[
        SOUND.but(("enhancedVpcRouting is false",), enhancedVpcRouting=False),
        SOUND.but(("enhancedVpcRouting is not set",), enhancedVpcRouting=None),
    ],
    not_applicable=[],
    unknown=[SOUND.but(enhancedVpcRouting=U)],
    always_applicable=True,
)
