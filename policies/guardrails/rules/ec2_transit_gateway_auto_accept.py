"""A transit gateway attaches no foreign VPC by itself."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="ec2-transit-gateway-auto-accept",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:ec2transitgateway/transitGateway:TransitGateway",),
    summary="A transit gateway does not accept shared attachments by itself.",
    cause="Any VPC of an account that the gateway is shared with joins your network, unseen.",
    remedy="set autoAcceptSharedAttachments to disable",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-23",
    frameworks=("AWS FSBP EC2.23",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from if_set(resource["autoAcceptSharedAttachments"], "disable")
