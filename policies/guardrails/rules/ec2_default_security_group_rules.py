"""A VPC's default security group lets nothing in or out, so that what names no group reaches nothing."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="ec2-default-security-group-rules",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",),
    summary="A default security group has no rules.",
    cause="What is launched without a group gets this one, and with it whatever it allows.",
    remedy="leave ingress and egress out, and use groups of your own",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2",
    frameworks=("AWS FSBP EC2.2", "CIS AWS Foundations 5.4"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Pulumi takes away the rules that the program does not name."""
    for direction in ("ingress", "egress"):
        rules = resource[direction]
        if any(True for _ in rules.each()):
            yield violation(rules, "has rules")
