"""The metadata service of a machine answers only to whoever holds a session token (IMDSv2)."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="ec2-instance-metadata",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=(
        "aws:ec2/instance:Instance",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
    ),
    summary="A machine demands IMDSv2, or has no metadata service.",
    cause="A request that an attacker makes the machine send returns the role's credentials.",
    remedy="set metadataOptions.httpTokens to required",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-8",
    frameworks=("AWS FSBP EC2.8", "CIS AWS Foundations 5.6"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Version 1 answers without a token unless that is turned off."""
    options = resource["metadataOptions"]
    if options["httpEndpoint"].text() != "disabled":
        yield from one_of(options["httpTokens"], "required")
