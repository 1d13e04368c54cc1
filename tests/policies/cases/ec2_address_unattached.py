"""Fixtures of ec2-address-unattached."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

ADDRESS = aws("ec2/eip", called="address", domain="vpc")
FOUND = ("address: instance and networkInterface are not set",)
USERS = (
    aws("ec2/natGateway", called="user").made_from(allocationId="address"),
    aws("ec2/eipAssociation", called="user").made_from(allocationId="address"),
    aws("lb/loadBalancer", called="user").made_from(subnetMappings="address"),
    aws("alb/loadBalancer", called="user").made_from(subnetMappings="address"),
)

CASES = Cases(
    passes=[
        *(stack(ADDRESS, user) for user in USERS),
        stack(ADDRESS.but(instance=U)),
        stack(ADDRESS.but(networkInterface=U)),
    ],
    fails=[
        stack(ADDRESS, names=FOUND),
        stack(ADDRESS, aws("ec2/natGateway", called="user").made_from(allocationId="another"), names=FOUND),
    ],
    not_applicable=[stack(aws("ec2/natGateway", called="user"))],
    presence_only=True,
)
