"""Records and health checks of Route 53."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.service_model import Choice, Limits, Range, Text
from guardrails.props import Props
from guardrails.rule import Resource

RECORD: Final = "aws:route53/record:Record"
HEALTH_CHECK: Final = "aws:route53/healthCheck:HealthCheck"
CLOUDFRONT_ZONE: Final = "Z2FDTNDATAQYW2"
"""The hosted zone that every alias of a CloudFront distribution names."""

POLICIES: Final = (
    "weightedRoutingPolicies",
    "latencyRoutingPolicies",
    "failoverRoutingPolicies",
    "geolocationRoutingPolicies",
    "geoproximityRoutingPolicy",
    "cidrRoutingPolicy",
)

RECORD_LIMITS: Final[Limits] = {
    "type": Choice(
        "route53",
        "RRType",
        (
            "SOA",
            "A",
            "TXT",
            "NS",
            "CNAME",
            "MX",
            "NAPTR",
            "PTR",
            "SRV",
            "SPF",
            "AAAA",
            "CAA",
            "DS",
            "TLSA",
            "SSHFP",
            "SVCB",
            "HTTPS",
        ),
    ),
    "ttl": Range("route53", "TTL", 0, 2147483647),
    "setIdentifier": Text("route53", "ResourceRecordSetIdentifier", 1, 128),
    "geoproximityRoutingPolicy.bias": Range("route53", "Bias", -99, 99),
}
WEIGHT: Final[Limits] = {"weight": Range("route53", "ResourceRecordSetWeight", 0, 255)}
FAILOVER: Final[Limits] = {"type": Choice("route53", "ResourceRecordSetFailover", ("PRIMARY", "SECONDARY"))}

HEALTH_CHECK_LIMITS: Final[Limits] = {
    "failureThreshold": Range("route53", "FailureThreshold", 1, 10),
    "childHealthThreshold": Range("route53", "HealthThreshold", 0, 256),
    "port": Range("route53", "Port", 1, 65535),
    "fqdn": Text("route53", "FullyQualifiedDomainName", 0, 255),
    "resourcePath": Text("route53", "ResourcePath", 0, 255),
    "searchString": Text("route53", "SearchString", 0, 255),
    "insufficientDataHealthStatus": Choice(
        "route53", "InsufficientDataHealthStatus", ("Healthy", "Unhealthy", "LastKnownStatus")
    ),
}
HEALTH_CHECK_TYPE: Final = Choice(
    "route53",
    "HealthCheckType",
    (
        "HTTP",
        "HTTPS",
        "HTTP_STR_MATCH",
        "HTTPS_STR_MATCH",
        "TCP",
        "CALCULATED",
        "CLOUDWATCH_METRIC",
        "RECOVERY_CONTROL",
    ),
)


def policies(record: Resource) -> Iterator[Props]:
    """The routing policies that a record has; one that is unknown is passed over."""
    for name in POLICIES:
        block = record[name]
        if any(True for _ in block.each()):
            yield block
    if record["multivalueAnswerRoutingPolicy"].flag():
        yield record["multivalueAnswerRoutingPolicy"]


def failover(record: Resource) -> str | None:
    """PRIMARY or SECONDARY; None for a record without failover, or of a kind that cannot be known yet."""
    return record["failoverRoutingPolicies.type"].text()
