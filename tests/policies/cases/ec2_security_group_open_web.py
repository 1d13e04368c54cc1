"""Fixtures of ec2-security-group-open-web."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

ALL = {"cidrBlocks": ["0.0.0.0/0"]}


def inline(low: object, high: object, **blocks: object) -> Case:
    return aws("ec2/securityGroup", ingress=[{"protocol": "tcp", "fromPort": low, "toPort": high, **blocks}])


OWN = aws("vpc/securityGroupIngressRule", ipProtocol="tcp", fromPort=443.0, toPort=443.0, cidrIpv4="10.0.0.0/8")

CASES = Cases(
    passes=[
        inline(443.0, 443.0, cidrBlocks=["10.0.0.0/8"]),
        inline(80.0, 80.0, cidrBlocks=["10.0.0.0/8"]),
        inline(22.0, 22.0, **ALL),
        inline(443.0, 444.0, **ALL),
        OWN,
    ],
    fails=[
        inline(443.0, 443.0, **ALL).but(("ingress[0].cidrBlocks[0] is 0.0.0.0/0",)),
        inline(80.0, 80.0, **ALL).but(("ingress[0].cidrBlocks[0] is 0.0.0.0/0",)),
        OWN.but(("cidrIpv4 is 0.0.0.0/0",), cidrIpv4="0.0.0.0/0"),
    ],
    not_applicable=[aws("ec2/securityGroup", vpcId=U), aws("ec2/securityGroupRule", type="egress", **ALL)],
    unknown=[inline(443.0, 443.0, cidrBlocks=U), OWN.but(cidrIpv4=U)],
)
