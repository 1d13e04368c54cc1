"""A scheduled action says whose clock it follows."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import appautoscaling
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="appautoscaling-schedule-timezone",
    family=Family.PREFLIGHT,
    severity=Severity.LOW,
    resources=(appautoscaling.SCHEDULE,),
    summary="A scheduled action for an hour of the day names its time zone.",
    cause="The hour is UTC: business hours begin at another time, and move by an hour twice a year.",
    remedy="set timezone, for example Europe/Berlin, or UTC if that is meant",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A rate has no hour, nor has a cron for every hour."""
    form, _, fields = (resource["schedule"].text() or "").partition("(")
    hours = [*fields.split(), "*", "*"][1]
    if form != "at" and (form != "cron" or hours.startswith("*")):
        yield not_applicable("it is for no hour of the day")
    elif resource["timezone"].missing:
        yield violation("timezone", "is not set")
