"""A client VPN writes down who connects."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ec2-client-vpn-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:ec2clientvpn/endpoint:Endpoint",),
    summary="A client VPN writes down who connects.",
    cause="Nobody can say who was in the network when something happened.",
    remedy="set connectionLogOptions.enabled to true, with cloudwatchLogGroup",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-51",
    frameworks=("AWS FSBP EC2.51",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from on(resource["connectionLogOptions.enabled"])
