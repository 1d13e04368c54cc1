"""A scheduled action changes something."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import appautoscaling
from guardrails.demands import any_given
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="appautoscaling-schedule-capacity",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(appautoscaling.SCHEDULE,),
    summary="A scheduled action sets a minimum or a maximum capacity, or both.",
    cause="Application Auto Scaling rejects an action that sets neither.",
    remedy="set minCapacity, maxCapacity or both",
    url="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A size that is unknown is set."""
    action = "scalableTargetAction"
    if not any_given(resource, f"{action}.minCapacity", f"{action}.maxCapacity"):
        yield violation(action, "sets neither minCapacity nor maxCapacity")
