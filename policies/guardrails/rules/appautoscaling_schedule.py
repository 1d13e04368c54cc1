"""A scheduled action says when in a way that Application Auto Scaling reads."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import appautoscaling, schedules
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="appautoscaling-schedule",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.SCHEDULE,),
    summary="A scheduled action has a well-formed at, rate or cron expression, and a time zone that exists.",
    cause="Application Auto Scaling rejects the action.",
    remedy="write at(yyyy-mm-ddThh:mm:ss), rate(1 day) or a cron(...) of six fields, and an IANA time zone",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a time zone it is UTC."""
    yield from schedules.refused(resource["schedule"], schedules.AUTOSCALING)
    yield from schedules.refused_zone(resource["timezone"])
