"""Studio reaches the internet through the VPC only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="sagemaker-domain-network",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=(sagemaker.DOMAIN,),
    summary="A Studio domain sends all traffic through your VPC.",
    cause="Notebooks reach any host past your security groups, VPC endpoints and flow logs.",
    remedy="set appNetworkAccessType to VpcOnly, and give the subnets VPC endpoints for what the users need",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """AWS takes PublicInternetOnly unless told otherwise."""
    access = resource["appNetworkAccessType"]
    if access.missing:
        yield violation(access, "is not set, and AWS then takes PublicInternetOnly")
    elif (access.text() or "VpcOnly") != "VpcOnly":
        yield violation(access, f"is {access.show()}")
