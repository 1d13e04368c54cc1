"""Fixtures of ec2-endpoint-service-acceptance."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SOUND = aws("ec2/vpcEndpointService", acceptanceRequired=True)

CASES = Cases(
    passes=[SOUND],
    fails=[SOUND.but(("acceptanceRequired is false",), acceptanceRequired=False)],
    not_applicable=[],
    unknown=[SOUND.but(acceptanceRequired=U)],
    always_applicable=True,
)
