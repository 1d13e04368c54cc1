"""A Classic Load Balancer writes access logs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given, not_off
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="elb-access-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:elb/loadBalancer:LoadBalancer",),
    summary="A Classic Load Balancer writes access logs.",
    cause="Nobody can tell who called, and with what result.",
    remedy="set accessLogs with a bucket",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
    frameworks=("AWS FSBP ELB.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Where a bucket is named, they are on unless told otherwise."""
    yield from given(resource["accessLogs.bucket"])
    yield from not_off(resource["accessLogs.enabled"])
