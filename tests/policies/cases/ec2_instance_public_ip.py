"""Fixtures of ec2-instance-public-ip."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

HIDDEN = aws("ec2/instance", instanceType="t3.small", associatePublicIpAddress=False)
TEMPLATE = aws("ec2/launchTemplate", networkInterfaces=[{"associatePublicIpAddress": "false"}])

OLD = aws("ec2/launchConfiguration", associatePublicIpAddress=False)

CASES = Cases(
    passes=[
        aws("ec2/spotInstanceRequest", associatePublicIpAddress=False),
        HIDDEN,
        OLD,
        HIDDEN.but(associatePublicIpAddress=None),
        TEMPLATE,
        aws("ec2/launchTemplate", imageId=U),
    ],
    fails=[
        OLD.but(("associatePublicIpAddress is true",), associatePublicIpAddress=True),
        HIDDEN.but(("associatePublicIpAddress is true",), associatePublicIpAddress=True),
        TEMPLATE.but(
            ("networkInterfaces[0].associatePublicIpAddress is true",),
            networkInterfaces=[{"associatePublicIpAddress": "true"}],
        ),
    ],
    not_applicable=[],
    unknown=[HIDDEN.but(associatePublicIpAddress=U), TEMPLATE.but(networkInterfaces=U)],
    always_applicable=True,
)
