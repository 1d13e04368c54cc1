"""A subnet does not hand out public addresses by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ec2-subnet-public-ip",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=("aws:ec2/subnet:Subnet", "aws:ec2/defaultSubnet:DefaultSubnet"),
    summary="A subnet gives no public address to what is launched in it.",
    cause="Every machine that is launched there is on the internet, asked for or not.",
    remedy="set mapPublicIpOnLaunch to false, and give an address to what needs one",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15",
    frameworks=("AWS FSBP EC2.15",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS leaves it off where it is not set."""
    yield from not_on(resource["mapPublicIpOnLaunch"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """It is turned off."""
    return {"mapPublicIpOnLaunch": False} if resource["mapPublicIpOnLaunch"].flag() else {}
