"""A network ACL does not let the whole internet reach the ports of administration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

EVERYBODY: Final = frozenset({"0.0.0.0/0", "::/0"})
ADMIN_PORTS: Final = (22, 3389)
EVERY_PROTOCOL: Final = frozenset({"-1", "all"})
TCP: Final = frozenset({"tcp", "6"})


RULE = Rule(
    id="ec2-network-acl-admin-ports",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=(
        "aws:ec2/networkAclRule:NetworkAclRule",
        "aws:ec2/networkAcl:NetworkAcl",
        "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    ),
    summary="No network ACL opens SSH or RDP to everybody.",
    cause="One security group that is open by mistake is then enough to be attacked.",
    remedy="name the networks that need ports 22 and 3389, or leave these ports out of the range",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-21",
    frameworks=("AWS FSBP EC2.21", "CIS AWS Foundations 5.1"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Rules of their own, and those inside a list."""
    if not resource.type.endswith("Rule"):
        for entry in resource["ingress"].each():
            yield from _opened(entry, "action")
    elif resource["egress"].flag():
        yield not_applicable("the rule is for egress")
    else:
        yield from _opened(resource.props, "ruleAction")


def _opened(entry: Props, action: str) -> Iterator[Finding]:
    if (entry[action].text() or "").lower() != "allow" or not _reaches_admin(entry):
        return
    for block in (entry["cidrBlock"], entry["ipv6CidrBlock"]):
        if block.text() in EVERYBODY:
            yield violation(block, f"is {block.show()}, for a port of administration")


def _reaches_admin(entry: Props) -> bool:
    protocol = entry["protocol"].text()
    if protocol in EVERY_PROTOCOL:
        return True
    low, high = entry["fromPort"].number(), entry["toPort"].number()
    return protocol in TCP and low is not None and high is not None and any(low <= port <= high for port in ADMIN_PORTS)
