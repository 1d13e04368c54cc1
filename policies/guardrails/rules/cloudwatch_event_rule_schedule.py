"""A rule's schedule is one that EventBridge can read."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import events, schedules
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="cloudwatch-event-rule-schedule",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.RULE,),
    summary="A rule's scheduleExpression is a rate, or a cron of six fields.",
    cause="EventBridge rejects the rule.",
    remedy="write rate(1 minute), rate(5 minutes), or cron(0 9 ? * MON-FRI *)",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An empty expression is none."""
    expression = resource["scheduleExpression"]
    if expression.text():
        yield from schedules.refused(expression, schedules.EVENTS)
    else:
        yield not_applicable("the rule has no schedule")
