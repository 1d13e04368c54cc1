"""A metric that AWS publishes once a minute is not looked at more often."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms
from guardrails.aws.cloudwatch_catalogue import NAMESPACES
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

FINER: Final = "AWS/SageMaker"
"""Publishes some of its metrics every ten seconds."""

RULE = Rule(
    id="cloudwatch-alarm-fine-period",
    family=Family.PREFLIGHT,
    severity=Severity.LOW,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm on a metric that comes once a minute has a period of a minute or more.",
    cause="Most of its periods hold no data: the alarm keeps falling back to INSUFFICIENT_DATA, at thrice the price.",
    remedy="set period to 60 or more",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only the namespaces of the catalogue: others may be finer."""
    namespace = str(resource["namespace"].text())
    if namespace not in NAMESPACES or namespace == FINER or not namespace.startswith("AWS/"):
        yield not_applicable("it is on no metric that is known to come once a minute")
        return
    period = resource["period"]
    seconds = period.number()
    if seconds is not None and seconds < 60:
        yield violation(period, f"is {seconds:g}, and {namespace} publishes once a minute")
