"""A flow log is not limited to accepted traffic."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="ec2-flow-log-traffic",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:ec2/flowLog:FlowLog",),
    summary="A flow log records the traffic that was refused.",
    cause="Scans and attempts to break in leave no trace.",
    remedy="set trafficType to ALL or REJECT",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
    frameworks=("AWS FSBP EC2.6", "CIS AWS Foundations 3.7"),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Transit gateways have no such choice."""
    yield from if_set(resource["trafficType"], "ALL", "REJECT")
