"""Fixtures of ec2-security-group-open-ingress."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def inline(**rule: object) -> Case:
    return aws("ec2/securityGroup", vpcId=U, ingress=[rule])


NARROW = inline(cidrBlocks=["10.0.0.0/8"], fromPort=22.0, toPort=22.0)
WIDE = inline(cidrBlocks=["0.0.0.0/0"], fromPort=443.0, toPort=443.0)
SIX = inline(ipv6CidrBlocks=["fd00::/8"])
FOURTH = aws("ec2/securityGroupRule", type="ingress", cidrBlocks=["10.0.0.0/8"])
OWN = aws("vpc/securityGroupIngressRule", cidrIpv4="10.1.0.0/16", securityGroupId=U)
OWN_SIX = aws("vpc/securityGroupIngressRule", cidrIpv6="fd00::/8")
DEFAULT = aws("ec2/defaultSecurityGroup", vpcId=U, ingress=[{"cidrBlocks": ["10.0.0.0/8"], "fromPort": 22.0}])
OPEN = ("ingress[0].cidrBlocks[0] is 0.0.0.0/0",)
HTTPS = {"openPorts": [443]}
FROM_ENGINE = {"openPorts": [80.0, 443.0]}
"""The engine hands over every number as a float."""

CASES = Cases(
    passes=[
        replace(inline(cidrBlocks=["0.0.0.0/0"], fromPort=80.0, toPort=80.0), settings=FROM_ENGINE),
        NARROW,
        SIX,
        FOURTH,
        OWN,
        OWN_SIX,
        DEFAULT,
        inline(securityGroups=[U], cidrBlocks=[]),
        aws("ec2/securityGroup", ingress=[], egress=[{"cidrBlocks": ["0.0.0.0/0"]}]),
        aws("vpc/securityGroupIngressRule", prefixListId=U),
        replace(WIDE, settings=HTTPS),
        WIDE,
        inline(cidrBlocks=["0.0.0.0/0"], fromPort=80.0, toPort=80.0),
        inline(cidrBlocks=["10.0.0.0/8"], fromPort=443.0, toPort=443.0),
    ],
    fails=[
        replace(WIDE.but(OPEN), settings={"openPorts": []}),
        replace(inline(cidrBlocks=["0.0.0.0/0"], fromPort=80.0, toPort=80.0).but(OPEN), settings=HTTPS),
        NARROW.but(OPEN, ingress=[{"cidrBlocks": ["0.0.0.0/0"], "fromPort": 22.0, "toPort": 22.0}]),
        replace(
            WIDE.but(OPEN, ingress=[{"cidrBlocks": ["0.0.0.0/0"], "fromPort": 22.0, "toPort": 443.0}]), settings=HTTPS
        ),
        replace(
            inline(cidrBlocks=["0.0.0.0/0"], fromPort=443.0, toPort=8443.0).but(OPEN),
            settings=HTTPS,
        ),
        SIX.but(("ingress[0].ipv6CidrBlocks[0] is ::/0",), ingress=[{"ipv6CidrBlocks": ["::/0"]}]),
        DEFAULT.but(OPEN, ingress=[{"cidrBlocks": ["0.0.0.0/0"], "fromPort": 22.0}]),
        FOURTH.but(("cidrBlocks[0] is 0.0.0.0/0",), cidrBlocks=["0.0.0.0/0"]),
        OWN.but(("cidrIpv4 is 0.0.0.0/0",), cidrIpv4="0.0.0.0/0"),
        OWN.but(("cidrIpv4 is 128.0.0.0/1",), cidrIpv4="128.0.0.0/1"),
        OWN_SIX.but(("cidrIpv6 is ::/0",), cidrIpv6="::/0"),
    ],
    not_applicable=[
        aws("ec2/securityGroupRule", type="egress", cidrBlocks=["0.0.0.0/0"]),
        aws("ec2/securityGroup", vpcId="vpc-1"),
        aws("ec2/defaultSecurityGroup", vpcId="vpc-1"),
    ],
    unknown=[
        inline(cidrBlocks=["0.0.0.0/0"], fromPort=U, toPort=22.0),
        inline(cidrBlocks=["0.0.0.0/0"], fromPort=22.0, toPort=U),
        NARROW.but(ingress=U),
        OWN.but(cidrIpv4=U),
    ],
)
