"""An alarm's periods are ones that CloudWatch evaluates, and together not too long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import cloudwatch_alarms
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

SHORT: Final = (10, 20, 30)
OF_QUERY: Final = (1, 5, *SHORT)
BY_CLOCK: Final = (60, 300, 3600, 86400, 604800)
MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 604800

RULE = Rule(
    id="cloudwatch-alarm-period",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(cloudwatch_alarms.ALARM,),
    summary="An alarm's period is 10, 20, 30 or a multiple of 60 s; all its periods are a day, or a week of hours.",
    cause="CloudWatch rejects the alarm.",
    remedy="set period to a multiple of 60 and fewer evaluationPeriods; above a day the period is an hour or more",
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A window that follows the clock takes the periods of a clock."""
    period = resource["period"]
    yield from _spaced(period, SHORT)
    yield from _spaced(resource["evaluationInterval"], SHORT)
    for query in resource["metricQueries"].each():
        yield from _spaced(query["period"], OF_QUERY)
        yield from _spaced(query["metric.period"], OF_QUERY)
    seconds, count = period.number(), resource["evaluationPeriods"].number()
    if seconds is None:
        return
    longest = DAY if seconds < HOUR else WEEK
    if count is not None and seconds * count > longest:
        yield violation("evaluationPeriods", f"is {count:g} of {seconds:g} s, more than {longest} s together")
    if resource["evaluationWindow.wallClockWindow"].is_map and seconds not in BY_CLOCK:
        yield violation(period, f"is {seconds:g} in a window that follows the clock")


def _spaced(period: Props, short: tuple[int, ...]) -> Iterator[Finding]:
    seconds = period.number()
    if seconds is not None and seconds not in short and (seconds < MINUTE or seconds % MINUTE):
        yield violation(period, f"is {seconds:g}; accepted: {', '.join(map(str, short))} and multiples of 60")
