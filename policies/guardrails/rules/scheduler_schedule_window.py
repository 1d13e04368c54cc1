"""A schedule's flexible window has a length, and a schedule without a window has none."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import events
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="scheduler-schedule-window",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.SCHEDULE,),
    summary="A schedule sets maximumWindowInMinutes when its window is FLEXIBLE, and not when it is OFF.",
    cause="EventBridge Scheduler rejects the schedule.",
    remedy="set mode to FLEXIBLE with maximumWindowInMinutes, or to OFF without it",
    url="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Other modes than these two are another rule's business."""
    window = resource["flexibleTimeWindow"]
    mode, length = window["mode"].text(), window["maximumWindowInMinutes"]
    if mode == "FLEXIBLE" and length.missing:
        yield violation(length, "is not set, and the mode is FLEXIBLE")
    if mode == "OFF" and length.number():
        yield violation(length, f"is {length.show()}, and the mode is OFF")
