"""A schedule begins before it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from guardrails.aws import events
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="scheduler-schedule-dates",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.SCHEDULE,),
    summary="A schedule's startDate is before its endDate.",
    cause="EventBridge Scheduler rejects the schedule.",
    remedy="set endDate to a time after startDate",
    url="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A text that is no time is the engine's business."""
    start, end = resource["startDate"], resource["endDate"]
    if start.missing or end.missing:
        yield not_applicable("the schedule has no start, or no end")
    begins, ends = _time(start), _time(end)
    if begins and ends and begins >= ends:
        yield violation(end, f"is {end.show()}, not after startDate {start.show()}")


def _time(node: Props) -> datetime | None:
    try:
        found = datetime.fromisoformat(node.text() or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
