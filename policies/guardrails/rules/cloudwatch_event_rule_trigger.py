"""A rule of EventBridge has something that sets it off: events, or a schedule on the default bus."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import events
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="cloudwatch-event-rule-trigger",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.RULE,),
    summary="A rule has an eventPattern or a scheduleExpression, the latter on the default bus only.",
    cause="EventBridge rejects the rule.",
    remedy="set eventPattern, or scheduleExpression without an event bus of your own",
    url="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The default bus may be named too."""
    pattern, schedule, bus = resource["eventPattern"], resource["scheduleExpression"], resource["eventBusName"]
    scheduled = schedule.unknown or bool(schedule.text())
    if not scheduled and not pattern.unknown and not pattern.text():
        yield violation(pattern, "is not set, and neither is scheduleExpression")
    if schedule.text() and (bus.text() or "default").rpartition("/")[2] != "default":
        yield violation(schedule, "is set, and the event bus is not the default one")
