"""Who reaches what: security groups in three styles, and access lists."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    GONE,
    GROUPS,
    REGION,
    SUBNETS,
    TAGS,
    VPC,
    Case,
    pair,
    ref,
    res,
    sound,
)
from tests.policies.stranger.shapes_edge import BALANCER, group

ANY, ANY6 = "0.0.0.0/0", "::/0"


def groups() -> Iterator[Case]:
    ports = {"ssh": 22.0, "rdp": 3389.0, "postgres": 5432.0, "mysql": 3306.0, "redis": 6379.0, "mongo": 27017.0}
    ports |= {"mssql": 1433.0, "telnet": 23.0, "elastic": 9200.0, "ftp": 21.0, "smb": 445.0}
    for name, port in ports.items():
        rule = {"protocol": "tcp", "fromPort": port, "toPort": port, "description": "in", "cidrBlocks": ["10.0.0.0/8"]}
        at = "group.ingress.0.cidrBlocks"
        yield from pair(f"net-inline-{name}", [group(ingress=[rule])], at, "ingress|cidr", [ANY])
    rule = {"protocol": "tcp", "fromPort": 22.0, "toPort": 22.0, "description": "in", "ipv6CidrBlocks": ["fd00::/8"]}
    at = "group.ingress.0.ipv6CidrBlocks"
    yield from pair("net-inline-ssh6", [group(ingress=[rule])], at, "ingress|cidr", [ANY6])
    all_ = {"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "description": "in", "cidrBlocks": ["10.0.0.0/16"]}
    at = "group.ingress.0.cidrBlocks"
    yield from pair("net-inline-all", [group(ingress=[all_])], at, "ingress|cidr", [ANY])
    span = {"protocol": "tcp", "fromPort": 0.0, "toPort": 65535.0, "description": "in", "cidrBlocks": ["10.0.0.0/16"]}
    yield from pair("net-inline-range", [group(ingress=[span])], at, "ingress|cidr", [ANY])
    halves = {"protocol": "tcp", "fromPort": 20.0, "toPort": 25.0, "description": "in", "cidrBlocks": ["10.0.0.0/8"]}
    yield from pair("net-inline-within", [group(ingress=[halves])], at, "ingress|cidr", [ANY])
    second = {
        "protocol": "tcp",
        "fromPort": 22.0,
        "toPort": 22.0,
        "description": "in",
        "cidrBlocks": ["203.0.113.7/32"],
    }
    https = {"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0, "description": "all", "cidrBlocks": [ANY]}
    yield from pair(
        "net-inline-second",
        [group(ingress=[https, second])],
        "group.ingress.1.cidrBlocks",
        "ingress[1]",
        ["10.0.0.0/8", ANY],
    )
    lone: dict[str, Plain] = {"type": "ingress", "protocol": "tcp", "fromPort": 22.0, "toPort": 22.0}
    lone |= {"securityGroupId": ref("group", "sg-0aa"), "description": "in"}
    base = group(ingress=GONE, egress=GONE)
    base.raw = {key: value for key, value in base.raw.items() if value is not GONE}
    classic = [base, res("ec2/securityGroupRule", "rule", cidrBlocks=["10.0.0.0/8"], **lone)]
    yield from pair("net-rule-ssh", classic, "rule.cidrBlocks", "cidr", [ANY])
    six = [base, res("ec2/securityGroupRule", "rule", ipv6CidrBlocks=["fd00::/8"], **lone)]
    yield from pair("net-rule-ssh6", six, "rule.ipv6CidrBlocks", "cidr", [ANY6])
    new: dict[str, Plain] = {
        "securityGroupId": ref("group", "sg-0aa"),
        "ipProtocol": "tcp",
        "description": "in",
        "tags": TAGS,
    }
    for name, port in (("ssh", 22.0), ("rdp", 3389.0), ("postgres", 5432.0)):
        one = {"fromPort": port, "toPort": port, **new}
        four = [base, res("vpc/securityGroupIngressRule", "rule", cidrIpv4="10.0.0.0/8", **one)]
        yield from pair(f"net-new-{name}", four, "rule.cidrIpv4", "cidr", ANY)
        six = [base, res("vpc/securityGroupIngressRule", "rule", cidrIpv6="fd00::/8", **one)]
        yield from pair(f"net-new-{name}6", six, "rule.cidrIpv6", "cidr", ANY6)
    every = {**new, "ipProtocol": "-1"}
    stack = [base, res("vpc/securityGroupIngressRule", "rule", cidrIpv4="10.0.0.0/16", **every)]
    yield from pair("net-new-all", stack, "rule.cidrIpv4", "cidr", ANY)
    default = [res("ec2/defaultSecurityGroup", "default", vpcId=VPC, tags=TAGS)]
    opened = [{"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "self": True}]
    yield from pair("net-default-group", default, "default.ingress", "", opened)
    deny: dict[str, Plain] = {"networkAclId": ref("acl"), "ruleNumber": 100.0, "egress": False, "protocol": "tcp"}
    deny |= {"ruleAction": "allow", "fromPort": 22.0, "toPort": 22.0}
    acl = [res("ec2/networkAclRule", "rule", cidrBlock="10.0.0.0/16", **deny)]
    yield from pair("net-acl-rule", acl, "rule.cidrBlock", "cidr", ANY)
    inline = {"protocol": "tcp", "ruleNo": 100.0, "action": "allow", "fromPort": 3389.0, "toPort": 3389.0}
    lists = [
        res(
            "ec2/networkAcl",
            "acl",
            vpcId=VPC,
            subnetIds=SUBNETS,
            ingress=[{**inline, "cidrBlock": "10.0.0.0/16"}],
            tags=TAGS,
        )
    ]
    yield from pair("net-acl-inline", lists, "acl.ingress.0.cidrBlock", "ingress|cidr", ANY)


def odd_but_sound() -> Iterator[Case]:
    https = {"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0, "description": "all the world's browsers"}
    yield sound("net-sound-https", group(ingress=[{**https, "cidrBlocks": [ANY], "ipv6CidrBlocks": [ANY6]}]))
    http = {**https, "fromPort": 80.0, "toPort": 80.0}
    yield sound("net-sound-http", group(ingress=[{**http, "cidrBlocks": [ANY]}, {**https, "cidrBlocks": [ANY]}]))
    yield sound("net-sound-no-ingress", group(ingress=[]))
    yield sound(
        "net-sound-self",
        group(ingress=[{"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "self": True, "description": "peers"}]),
    )
    peers = {"protocol": "tcp", "fromPort": 5432.0, "toPort": 5432.0, "description": "from the shop"}
    yield sound("net-sound-peer", group(ingress=[{**peers, "securityGroups": GROUPS}]))
    yield sound("net-sound-prefix", group(ingress=[{**peers, "prefixListIds": ["pl-0123456789abcdef0"]}]))
    ping = {"protocol": "icmp", "fromPort": 8.0, "toPort": 0.0, "cidrBlocks": ["10.0.0.0/8"], "description": "ping"}
    yield sound("net-sound-ping", group(ingress=[ping]))
    rule: dict[str, Plain] = {"securityGroupId": ref("group"), "description": "web", "tags": TAGS}
    yield sound(
        "net-sound-new-https",
        res(
            "vpc/securityGroupIngressRule", "rule", ipProtocol="tcp", fromPort=443.0, toPort=443.0, cidrIpv4=ANY, **rule
        ),
    )
    yield sound(
        "net-sound-new-peer",
        res(
            "vpc/securityGroupIngressRule",
            "rule",
            ipProtocol="-1",
            referencedSecurityGroupId=ref("other", "sg-1"),
            **rule,
        ),
    )
    yield sound(
        "net-sound-new-egress",
        res(
            "vpc/securityGroupEgressRule",
            "rule",
            ipProtocol="tcp",
            fromPort=443.0,
            toPort=443.0,
            prefixListId="pl-0123456789abcdef0",
            **rule,
        ),
    )
    old: dict[str, Plain] = {
        "type": "ingress",
        "protocol": "tcp",
        "fromPort": 5432.0,
        "toPort": 5432.0,
        "description": "in",
    }
    yield sound(
        "net-sound-old-peer",
        res(
            "ec2/securityGroupRule",
            "rule",
            securityGroupId=ref("group"),
            sourceSecurityGroupId=ref("other", "sg-1"),
            **old,
        ),
    )
    deny = {"protocol": "tcp", "ruleNo": 90.0, "action": "deny", "fromPort": 22.0, "toPort": 22.0, "cidrBlock": ANY}
    yield sound(
        "net-sound-acl-deny", res("ec2/networkAcl", "acl", vpcId=VPC, subnetIds=SUBNETS, ingress=[deny], tags=TAGS)
    )
    ephemeral: dict[str, Plain] = {
        "networkAclId": ref("acl"),
        "ruleNumber": 100.0,
        "egress": True,
        "protocol": "tcp",
        "ruleAction": "allow",
    }
    yield sound(
        "net-sound-acl-egress",
        res("ec2/networkAclRule", "rule", fromPort=1024.0, toPort=65535.0, cidrBlock=ANY, **ephemeral),
    )
    yield sound(
        "net-sound-route",
        res("ec2/route", "out", routeTableId=ref("table"), destinationCidrBlock=ANY, natGatewayId=ref("nat")),
    )
    yield sound(
        "net-sound-route6",
        res(
            "ec2/route",
            "out",
            routeTableId=ref("table"),
            destinationIpv6CidrBlock=ANY6,
            egressOnlyGatewayId=ref("out6"),
        ),
    )
    internal = {**BALANCER[0].raw, "internal": True, "subnets": SUBNETS}
    yield sound("net-sound-internal", res("lb/loadBalancer", "front", **internal), *BALANCER[1:])
    network = {
        "name": "net",
        "loadBalancerType": "network",
        "internal": True,
        "subnets": SUBNETS,
        "enableCrossZoneLoadBalancing": True,
        "enableDeletionProtection": True,
        "securityGroups": GROUPS,
        "accessLogs": {"bucket": "shop-logs", "enabled": True},
        "tags": TAGS,
    }
    yield sound("net-sound-network", res("lb/loadBalancer", "net", **network))
    door = {"vpcId": VPC, "serviceName": f"com.amazonaws.{REGION}.secretsmanager", "vpcEndpointType": "Interface"}
    yield sound(
        "net-sound-interface",
        res(
            "ec2/vpcEndpoint",
            "door",
            subnetIds=SUBNETS,
            securityGroupIds=GROUPS,
            privateDnsEnabled=True,
            tags=TAGS,
            **door,
        ),
    )
    yield sound(
        "net-sound-nat",
        res("ec2/eip", "ip", domain="vpc", tags=TAGS),
        res("ec2/natGateway", "nat", allocationId=ref("ip"), subnetId=ref("public-a"), tags=TAGS),
    )


def cases() -> Iterator[Case]:
    for part in (
        groups,
        odd_but_sound,
    ):
        yield from part()
