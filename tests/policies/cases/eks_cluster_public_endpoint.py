"""Fixtures of eks-cluster-public-endpoint."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

PRIVATE = aws("eks/cluster", vpcConfig={"endpointPublicAccess": False, "publicAccessCidrs": ["0.0.0.0/0"]})
NAMED = aws("eks/cluster", vpcConfig={"endpointPublicAccess": True, "publicAccessCidrs": ["198.51.100.0/24"]})

CASES = Cases(
    passes=[PRIVATE, NAMED, aws("eks/cluster", vpcConfig={"publicAccessCidrs": ["198.51.100.0/24"]})],
    fails=[
        aws(
            "eks/cluster",
            ("vpcConfig.publicAccessCidrs[0] is 0.0.0.0/0",),
            vpcConfig={"endpointPublicAccess": True, "publicAccessCidrs": ["0.0.0.0/0"]},
        ),
        aws(
            "eks/cluster",
            ("vpcConfig.publicAccessCidrs[0] is ::/0",),
            vpcConfig={"endpointPublicAccess": True, "publicAccessCidrs": ["::/0"]},
        ),
        aws(
            "eks/cluster",
            ("vpcConfig.publicAccessCidrs is not set, which means everybody",),
            vpcConfig={"endpointPublicAccess": True},
        ),
    ],
    not_applicable=[],
    unknown=[
        aws("eks/cluster", vpcConfig={"endpointPublicAccess": U}),
        aws("eks/cluster", vpcConfig={"endpointPublicAccess": True, "publicAccessCidrs": U}),
        aws("eks/cluster", vpcConfig=U),
    ],
    always_applicable=True,
)
