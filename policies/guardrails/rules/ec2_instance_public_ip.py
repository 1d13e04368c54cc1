"""A machine gets no public address at launch."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ec2-instance-public-ip",
    family=Family.PUBLIC,
    severity=Severity.MEDIUM,
    resources=(
        "aws:ec2/instance:Instance",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
    ),
    summary="An EC2 instance has no public address.",
    cause="The machine is on the internet; one open security group is then enough to reach it.",
    remedy="set associatePublicIpAddress to false, and reach it by load balancer or Session Manager",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-9",
    frameworks=("AWS FSBP EC2.9", "AWS FSBP EC2.25"),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Of the machine itself, or of a template's interfaces."""
    yield from not_on(resource["associatePublicIpAddress"])
    for interface in resource["networkInterfaces"].each():
        yield from not_on(interface["associatePublicIpAddress"])
