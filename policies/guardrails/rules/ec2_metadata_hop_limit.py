"""Answers of the metadata service go no further than a container on the machine."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import within
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ec2-metadata-hop-limit",
    family=Family.PUBLIC,
    severity=Severity.LOW,
    resources=(
        "aws:ec2/instance:Instance",
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
    ),
    summary="Answers of the metadata service go no further than a container on the machine.",
    cause="A proxy or a network further away can be made to fetch the credentials of the role.",
    remedy="set metadataOptions.httpPutResponseHopLimit to 1, or to 2 where containers need it",
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A container on the machine is one hop more."""
    yield from within(resource["metadataOptions.httpPutResponseHopLimit"], 1, 2)
