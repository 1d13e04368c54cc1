"""Fixtures of ec2-network-acl-admin-ports."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SSH = aws(
    "ec2/networkAclRule",
    networkAclId=U,
    ruleNumber=100.0,
    ruleAction="allow",
    protocol="tcp",
    fromPort=22.0,
    toPort=22.0,
    cidrBlock="10.0.0.0/8",
)
EVERYWHERE = ("cidrBlock is 0.0.0.0/0, for a port of administration",)
INLINE = {"action": "allow", "protocol": "6", "fromPort": 3000.0, "toPort": 4000.0, "cidrBlock": "10.0.0.0/8"}
LIST = aws("ec2/networkAcl", vpcId=U, ingress=[INLINE])
DEFAULT = aws("ec2/defaultNetworkAcl", defaultNetworkAclId=U, ingress=[{**INLINE, "action": "Allow"}])
WEB = SSH.but(fromPort=443.0, toPort=443.0, cidrBlock="0.0.0.0/0")

CASES = Cases(
    passes=[
        SSH,
        LIST,
        DEFAULT,
        WEB,
        SSH.but(cidrBlock="0.0.0.0/0", ruleAction="deny"),
        SSH.but(cidrBlock="0.0.0.0/0", protocol="udp"),
        SSH.but(cidrBlock="0.0.0.0/0", fromPort=23.0, toPort=3388.0),
        SSH.but(protocol="-1", fromPort=None, toPort=None),
        SSH.but(protocol="all", fromPort=0.0, toPort=0.0),
        SSH.but(cidrBlock=None, ipv6CidrBlock="fd00::/8"),
        aws("ec2/networkAcl", vpcId=U),
    ],
    fails=[
        SSH.but(EVERYWHERE, cidrBlock="0.0.0.0/0"),
        WEB.but(EVERYWHERE, fromPort=22.0),
        SSH.but(EVERYWHERE, cidrBlock="0.0.0.0/0", fromPort=23.0, toPort=3389.0),
        SSH.but(EVERYWHERE, cidrBlock="0.0.0.0/0", protocol="-1", fromPort=None, toPort=None),
        SSH.but(EVERYWHERE, cidrBlock="0.0.0.0/0", protocol="all", fromPort=0.0, toPort=0.0),
        SSH.but(("ipv6CidrBlock is ::/0",), cidrBlock=None, ipv6CidrBlock="::/0"),
        DEFAULT.but(
            ("ingress[0].cidrBlock is 0.0.0.0/0",), ingress=[{**INLINE, "action": "Allow", "cidrBlock": "0.0.0.0/0"}]
        ),
        LIST.but(("ingress[0].cidrBlock is 0.0.0.0/0",), ingress=[{**INLINE, "cidrBlock": "0.0.0.0/0"}]),
    ],
    not_applicable=[SSH.but(cidrBlock="0.0.0.0/0", egress=True)],
    unknown=[
        SSH.but(cidrBlock=U),
        LIST.but(ingress=U),
        *(SSH.but(**{"cidrBlock": "0.0.0.0/0", name: U}) for name in ("fromPort", "toPort", "protocol", "ruleAction")),
    ],
)
