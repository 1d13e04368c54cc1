"""A schedule's expression is one that EventBridge Scheduler can read."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import events, schedules
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="scheduler-schedule-expression",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.SCHEDULE,),
    summary="A schedule's scheduleExpression is at(...), rate(...), or cron(...) of six fields.",
    cause="EventBridge Scheduler rejects the schedule.",
    remedy="write at(2027-01-31T09:00:00), rate(5 minutes), or cron(0 9 ? * MON-FRI *)",
    url="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The time zone stands in a property of its own."""
    yield from schedules.refused(resource["scheduleExpression"], schedules.SCHEDULER)
