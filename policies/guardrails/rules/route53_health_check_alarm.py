"""A health check follows an alarm of a kind that Route 53 can work out by itself."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import companions, route53
from guardrails.aws.cloudwatch_alarms import ALARM
from guardrails.rule import Family, Finding, Resource, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="route53-health-check-alarm",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(route53.HEALTH_CHECK, ALARM),
    summary="A health check follows an alarm on one metric, of a plain statistic and a period of 60 s or more.",
    cause="Route 53 rejects the health check, which reads the metric itself and knows no other alarms.",
    remedy="give the health check an alarm with metricName, statistic and a period of 60 s or more",
    url="https://docs.aws.amazon.com/Route53/latest/APIReference/API_AlarmIdentifier.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """An alarm of another stack cannot be seen. What a query reads without an expression is one metric."""
    found = False
    for alarm in stack.of(ALARM):
        for health in stack.of(route53.HEALTH_CHECK):
            if _follows(health, alarm):
                found = True
                yield from _unfit(alarm, health)
    if not found:
        yield not_applicable("no health check follows an alarm of the stack")


def _follows(health: Resource, alarm: Resource) -> bool:
    """Told by what the name was made from; a name alone may be that of another Region's alarm."""
    if alarm.urn in health.links.get("cloudwatchAlarmName", ()):
        return True
    region = health["cloudwatchAlarmRegion"]
    where = region.text()
    here = not alarm.region or (where in {None, alarm.region} and not region.unknown)
    return here and companions.completes(health, "cloudwatchAlarmName", alarm, "name")


def _unfit(alarm: Resource, health: Resource) -> Iterator[Finding]:
    period = alarm["period"].number()
    if any(query["expression"].text() for query in alarm["metricQueries"].each()):
        yield violation("metricQueries", f"are metric math, which {health.name} cannot follow", alarm)
    if alarm["extendedStatistic"].text():
        yield violation("extendedStatistic", f"is set, which {health.name} cannot follow", alarm)
    if period is not None and period < 60:
        yield violation("period", f"is {period:g} s, which {health.name} cannot follow", alarm)
