"""A gateway for each zone is for production. A private NAT gateway counts as well."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="ec2-nat-gateways-outside-production",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:ec2/natGateway:NatGateway",),
    summary="A stack outside production has one NAT gateway at most.",
    cause="Each gateway costs about 32 USD a month before any traffic.",
    remedy="share one NAT gateway among the zones of this stack",
    url="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """The first one is free to stay."""
    first, *others = stack.of("aws:ec2/natGateway:NatGateway")
    if not outside_production(first):
        yield not_applicable("the stack is not known to be outside production")
        return
    for gateway in others:
        yield violation("subnetId", f"gives this stack {1 + len(others)} NAT gateways", gateway)
