"""Fixtures of ec2-default-security-group-rules."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

RULE = {"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "self": True}
EMPTY = aws("ec2/defaultSecurityGroup", vpcId=U)

CASES = Cases(
    passes=[EMPTY, EMPTY.but(ingress=[], egress=[])],
    fails=[
        EMPTY.but(("ingress has rules",), ingress=[RULE]),
        EMPTY.but(("egress has rules",), egress=[RULE]),
        EMPTY.but(("ingress has rules",), ingress=[U]),
    ],
    not_applicable=[],
    unknown=[EMPTY.but(ingress=U)],
    always_applicable=True,
)
