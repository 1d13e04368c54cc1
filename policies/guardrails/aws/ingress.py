"""Who a security group lets in, in each of the styles in which Pulumi writes ingress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.props import Props
from guardrails.rule import Resource

TYPES: Final = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "aws:ec2/securityGroupRule:SecurityGroupRule",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
)
"""Where ingress is written."""


def open_blocks(resource: Resource) -> Iterator[tuple[Props, Props]]:
    """Each rule and block, IPv4 or IPv6, that holds the internet or one half of it."""
    for rule, blocks in _rules(resource):
        for block in blocks:
            if (block.text() or "").endswith(("/0", "/1")):
                yield rule, block


def no_ingress(resource: Resource) -> str | None:
    """Why a resource has no ingress to speak of, or None."""
    if resource["type"].text() == "egress":
        return "the rule is for egress"
    if resource.type.endswith("SecurityGroup") and resource["ingress"].missing:
        return "the group's ingress rules are resources of their own"
    return None


def opens_only(rule: Props, *ports: float) -> bool | None:
    """True when a rule opens one port, and that is one of these; None when that is not known yet."""
    low, high = rule["fromPort"], rule["toPort"]
    first, last = low.number(), high.number()
    if low.unknown or high.unknown:
        return None
    return first == last and first in ports


def _rules(resource: Resource) -> Iterator[tuple[Props, list[Props]]]:
    """Each ingress rule and the blocks that it lets in."""
    if resource.type.endswith(":SecurityGroupIngressRule"):
        yield resource.props, [resource["cidrIpv4"], resource["cidrIpv6"]]
    elif resource.type.endswith(":SecurityGroupRule"):
        if resource["type"].text() == "ingress":
            yield resource.props, _blocks(resource.props)
    else:
        for rule in resource["ingress"].each():
            yield rule, _blocks(rule)


def _blocks(rule: Props) -> list[Props]:
    return [*rule["cidrBlocks"].each(), *rule["ipv6CidrBlocks"].each()]
