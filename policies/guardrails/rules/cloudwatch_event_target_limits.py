"""Names, numbers and choices of EventBridge targets are within its limits."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import events, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cloudwatch-event-target-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.TARGET,),
    summary="A target's texts, retries and counts are within the limits of EventBridge.",
    cause="EventBridge rejects the target.",
    remedy="set a value that EventBridge takes",
    url="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A table of limits."""
    yield from service_model.refused(resource.props, events.TARGET_LIMITS)
