"""No security group lets the whole internet in, in any of the three styles in which Pulumi writes ingress."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

RULE = Rule(
    id="ec2-security-group-open-ingress",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=(
        "aws:ec2/securityGroup:SecurityGroup",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    ),
    summary="No security group accepts traffic from the whole internet.",
    cause="Everything that listens behind the group can be attacked from anywhere.",
    remedy="name the CIDR block, prefix list or security group that needs access",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    frameworks=("CIS AWS Foundations 5.2", "CIS AWS Foundations 5.3"),
    settings=(
        Setting(
            "openPorts",
            {
                "type": "array",
                "items": {"type": "integer", "minimum": 0, "maximum": 65535},
                "description": "Ports that may be open to everybody, for example 443 of load balancers",
            },
            [],
        ),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag IPv4 and IPv6 blocks that hold the internet or one half of it."""
    for rule, blocks in _rules(resource):
        for block in blocks:
            cidr = (block.text() or "").strip()
            if "/" in cidr and cidr.rpartition("/")[2] in {"0", "1"} and not _may_be_open(rule, resource):
                yield violation(block, f"is {block.show()}")
    if resource.type.endswith(":SecurityGroupRule") and resource["type"].text() == "egress":
        yield not_applicable("the rule is for egress")
    elif resource.type.endswith("SecurityGroup") and resource["ingress"].missing:
        yield not_applicable("the group's ingress rules are resources of their own")


def _rules(resource: Resource) -> Iterator[tuple[Props, list[Props]]]:
    """Each ingress rule and the blocks that it lets in."""
    if resource.type.endswith(":SecurityGroupIngressRule"):
        yield resource.props, [resource["cidrIpv4"], resource["cidrIpv6"]]
        return
    if resource.type.endswith(":SecurityGroupRule"):
        rules = [resource.props] if resource["type"].text() == "ingress" else []
    else:
        rules = list(resource["ingress"].each())
    for rule in rules:
        yield rule, [*rule["cidrBlocks"].each(), *rule["ipv6CidrBlocks"].each()]


def _may_be_open(rule: Props, resource: Resource) -> bool:
    """True for a rule of one port that the organisation opens on purpose."""
    allowed = resource.settings["openPorts"]
    if not isinstance(allowed, list) or not allowed:
        return False
    low, high = rule["fromPort"].number(), rule["toPort"].number()
    return low == high and low in allowed
