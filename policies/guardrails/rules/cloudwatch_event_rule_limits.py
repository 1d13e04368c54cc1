"""Names, numbers and choices of EventBridge rules are within its limits."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import events, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cloudwatch-event-rule-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.RULE,),
    summary="A rule's names and choices are within the limits of EventBridge.",
    cause="EventBridge rejects the rule.",
    remedy="set a value that EventBridge takes",
    url="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A table of limits."""
    yield from service_model.refused(resource.props, events.RULE_LIMITS)
