"""Alarms of high resolution are a choice, not an accident."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="cloudwatch-alarm-high-resolution",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:cloudwatch/metricAlarm:MetricAlarm",),
    summary="An alarm looks at a metric of your own once a minute or less often.",
    cause="An alarm with a shorter period costs three times as much.",
    remedy="set period to 60 or more, unless seconds matter",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Periods of 10, 20 and 30 s are of high resolution. cloudwatch-alarm-fine-period speaks of AWS's own metrics."""
    namespace = resource["namespace"]
    if namespace.unknown:
        namespace.defer()
        return
    if (namespace.text() or "").startswith("AWS/"):
        yield not_applicable("whether a metric of AWS comes more than once a minute is another rule's question")
        return
    period = resource["period"]
    if period.number() in {10, 20, 30}:
        yield violation(period, f"is {period.show()} s")
