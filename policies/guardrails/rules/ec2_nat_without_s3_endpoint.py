"""Traffic to S3 does not go through a NAT gateway. The endpoint costs nothing."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Severity, Stack, StackRule, violation

RULE = StackRule(
    id="ec2-nat-without-s3-endpoint",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:ec2/natGateway:NatGateway", "aws:ec2/vpcEndpoint:VpcEndpoint"),
    summary="A stack with a NAT gateway has a gateway endpoint for S3.",
    cause="Each gigabyte that goes to S3 through the NAT gateway is paid for; through the endpoint it is free.",
    remedy="add a VpcEndpoint of type Gateway for com.amazonaws.<region>.s3",
    url="https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """An endpoint is of type Gateway unless it says otherwise."""
    endpoints = stack.of("aws:ec2/vpcEndpoint:VpcEndpoint")
    if not any(_for_s3(endpoint) for endpoint in endpoints):
        for gateway in stack.of("aws:ec2/natGateway:NatGateway")[:1]:
            yield violation("subnetId", "stands in a stack without a gateway endpoint for S3", gateway)


def _for_s3(endpoint: Resource) -> bool:
    """True also while its type or service is unknown: the rule is then deferred."""
    kind, service = endpoint["vpcEndpointType"], endpoint["serviceName"]
    return (kind.text() or "Gateway") == "Gateway" and (service.text() or ".s3").endswith(".s3")
