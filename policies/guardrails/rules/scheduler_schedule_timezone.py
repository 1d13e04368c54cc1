"""A schedule's time zone is one of the IANA database."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import events, schedules
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="scheduler-schedule-timezone",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.SCHEDULE,),
    summary="A schedule's scheduleExpressionTimezone is a name of the IANA database.",
    cause="EventBridge Scheduler rejects the schedule.",
    remedy="name the zone by its area and place, for example Asia/Tokyo",
    url="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without one it is UTC. A machine without the database cannot tell."""
    zone = resource["scheduleExpressionTimezone"]
    if zone.missing:
        yield not_applicable("the schedule is in UTC")
    else:
        yield from schedules.refused_zone(zone)
