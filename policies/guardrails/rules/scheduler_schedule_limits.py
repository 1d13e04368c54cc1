"""Names, numbers and choices of a schedule are within the limits."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import events, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="scheduler-schedule-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.SCHEDULE,),
    summary="A schedule's names, windows and retries are within the limits of EventBridge Scheduler.",
    cause="EventBridge Scheduler rejects the schedule.",
    remedy="set a value that EventBridge Scheduler takes",
    url="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A table of limits."""
    yield from service_model.refused(resource.props, events.SCHEDULE_LIMITS)
