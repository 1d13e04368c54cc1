"""Fixtures of ec2-subnet-public-ip."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

CLOSED = aws("ec2/subnet", mapPublicIpOnLaunch=False)

CASES = Cases(
    passes=[
        CLOSED,
        CLOSED.but(mapPublicIpOnLaunch=None),
        aws("ec2/defaultSubnet", mapPublicIpOnLaunch=False),
    ],
    fails=[
        CLOSED.but(("mapPublicIpOnLaunch is true",), mapPublicIpOnLaunch=True),
        aws("ec2/defaultSubnet", ("mapPublicIpOnLaunch is true",), mapPublicIpOnLaunch=True),
    ],
    not_applicable=[],
    unknown=[CLOSED.but(mapPublicIpOnLaunch=U)],
    always_applicable=True,
)
