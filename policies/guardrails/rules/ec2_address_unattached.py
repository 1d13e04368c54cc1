"""Each address of the stack is used by an instance, an interface, a NAT gateway or a balancer of the stack."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import any_given
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="ec2-address-unattached",
    family=Family.COST,
    severity=Severity.LOW,
    resources=(
        "aws:ec2/eip:Eip",
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/eipAssociation:EipAssociation",
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:alb/loadBalancer:LoadBalancer",
    ),
    summary="An Elastic IP address is attached to something.",
    cause="A public address is paid for every hour, used or not.",
    remedy="attach the address, or remove it",
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """An address for use outside the stack is the exception; exempt it."""
    addresses = stack.of("aws:ec2/eip:Eip")
    taken = {urn for user in stack.resources for urns in user.links.values() for urn in urns}
    if not addresses:
        yield not_applicable("the stack has no address")
    for address in addresses:
        if address.urn not in taken and not any_given(address, "instance", "networkInterface"):
            yield violation("instance", "and networkInterface are not set, and nothing in this stack uses it", address)
