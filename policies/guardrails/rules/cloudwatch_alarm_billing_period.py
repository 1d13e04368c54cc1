"""An alarm on charges looks as often as there is something to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

SIX_HOURS: Final = 21600

RULE = Rule(
    id="cloudwatch-alarm-billing-period",
    family=Family.PREFLIGHT,
    severity=Severity.LOW,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm on estimated charges has a period of six hours or more.",
    cause="AWS estimates charges a few times a day: shorter periods hold no data, and the alarm loses its state.",
    remedy="set period to 21600 or more",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """By the metric itself, or by the queries that an expression adds up."""
    parts = [resource.props, *(query["metric"] for query in resource["metricQueries"].each())]
    bills = [part for part in parts if part["namespace"].text() == "AWS/Billing"]
    if not bills:
        yield not_applicable("it is on no charges")
    for bill in bills:
        seconds = bill["period"].number()
        if seconds is not None and seconds < SIX_HOURS:
            yield violation(bill["period"], f"is {seconds:g}, shorter than six hours")
