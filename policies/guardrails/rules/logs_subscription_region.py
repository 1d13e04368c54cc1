"""A log group sends its events to a destination of its own Region."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="logs-subscription-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",),
    summary="A subscription's destination is in the log group's Region.",
    cause="CloudWatch Logs rejects the subscription.",
    remedy="name a stream, function or destination of the log group's Region",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Texts that are no ARN, and ARNs without a Region, may be anywhere."""
    nodes = [resource["destinationArn"]]
    yield from regions.elsewhere(resource, nodes, "log group")
