"""An alarm on a global service's metric is where that service keeps its metrics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms, regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

GLOBAL: Final = frozenset({"AWS/Billing", "AWS/Route53", "AWS/CloudFront"})
"""Namespaces with data in us-east-1 alone."""

RULE = Rule(
    id="cloudwatch-alarm-global-metric-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm on charges, health checks or CloudFront is in us-east-1.",
    cause="The metric has no data in any other Region, so the alarm never tells anybody.",
    remedy="make the alarm and its topic with a provider of us-east-1",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A metric of a query may name its own account, never its own Region."""
    applies = False
    for reading in cloudwatch_alarms.readings(resource):
        namespace = reading.namespace.text()
        if namespace in GLOBAL and resource.region:
            applies = True
            if resource.region != regions.GLOBAL_HOME:
                yield violation(reading.namespace, f"is {namespace}, and the alarm is in {resource.region}")
    if not applies:
        yield not_applicable("it reads no metric of a global service, or its Region is not known")
