"""No security group lets the whole internet in, in any of the three styles in which Pulumi writes ingress."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

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
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag IPv4 and IPv6 blocks that hold the internet or one half of it."""
    for block in _blocks(resource):
        cidr = (block.text() or "").strip()
        if cidr.rpartition("/")[2] in {"0", "1"} and "/" in cidr:
            yield violation(block, f"is {block.show()}")
    if resource.type.endswith("SecurityGroupRule") and resource["type"].text() == "egress":
        yield not_applicable("the rule is for egress")
    elif resource.type.endswith("SecurityGroup") and resource["ingress"].missing:
        yield not_applicable("the group's ingress rules are resources of their own")


def _blocks(resource: Resource) -> Iterator[Props]:
    if resource.type.endswith(":SecurityGroupIngressRule"):
        yield resource["cidrIpv4"]
        yield resource["cidrIpv6"]
        return
    if resource.type.endswith(":SecurityGroupRule"):
        rules = [resource.props] if resource["type"].text() == "ingress" else []
    else:
        rules = list(resource["ingress"].each())
    for rule in rules:
        yield from rule["cidrBlocks"].each()
        yield from rule["ipv6CidrBlocks"].each()
