"""Fixtures of eks-cluster-audit-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("eks/cluster", enabledClusterLogTypes=["api", "audit"])

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("enabledClusterLogTypes has no audit",), enabledClusterLogTypes=None),
        SOUND.but(("enabledClusterLogTypes has no audit",), enabledClusterLogTypes=["api"]),
    ],
    not_applicable=[],
    unknown=[SOUND.but(enabledClusterLogTypes=U)],
    always_applicable=True,
)
