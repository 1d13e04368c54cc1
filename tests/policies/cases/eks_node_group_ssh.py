"""Fixtures of eks-node-group-ssh."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ACCESS = {"ec2SshKey": "ops", "sourceSecurityGroupIds": [U]}
SOUND = aws("eks/nodeGroup", clusterName=U, remoteAccess=ACCESS)

CASES = Cases(
    passes=[SOUND],
    fails=[
        SOUND.but(("remoteAccess.sourceSecurityGroupIds is not set",), remoteAccess={"ec2SshKey": "ops"}),
        SOUND.but(
            ("remoteAccess.sourceSecurityGroupIds is empty",),
            remoteAccess={"ec2SshKey": "ops", "sourceSecurityGroupIds": []},
        ),
    ],
    not_applicable=[
        aws("eks/nodeGroup", clusterName=U),
        SOUND.but(remoteAccess={"sourceSecurityGroupIds": []}),
    ],
    presence_only=True,
)
