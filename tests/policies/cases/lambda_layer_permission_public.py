"""Fixtures of lambda-layer-permission-public."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

NAMED = aws("lambda/layerVersionPermission", layerName="l", principal="123456789012")
OURS = aws("lambda/layerVersionPermission", layerName="l", principal="*", organizationId="o-abcdef1234")

CASES = Cases(
    passes=[NAMED, OURS, OURS.but(organizationId=U)],
    fails=[
        NAMED.but(('principal is "*" without organizationId',), principal="*"),
        OURS.but(('principal is "*" without organizationId',), organizationId=None),
    ],
    not_applicable=[],
    unknown=[NAMED.but(principal=U)],
    always_applicable=True,
)
