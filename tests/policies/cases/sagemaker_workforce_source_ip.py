"""Fixtures of sagemaker-workforce-source-ip."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

FORCE = aws("sagemaker/workforce", workforceName="w", sourceIpConfig={"cidrs": ["192.0.2.0/24"]})
CASES = Cases(
    passes=[FORCE, aws("sagemaker/workforce", workforceName="w", workforceVpcConfig=U)],
    fails=[
        FORCE.but(("sourceIpConfig.cidrs is not set",), sourceIpConfig=None),
        FORCE.but(("sourceIpConfig.cidrs[0] is 0.0.0.0/0",), sourceIpConfig={"cidrs": ["0.0.0.0/0"]}),
        FORCE.but(("sourceIpConfig.cidrs[1] is ::/0",), sourceIpConfig={"cidrs": ["192.0.2.0/24", "::/0"]}),
    ],
    not_applicable=[],
    unknown=[FORCE.but(sourceIpConfig=U), FORCE.but(sourceIpConfig={"cidrs": [U]})],
    always_applicable=True,
)
