"""A schedule calls targets of its own Region."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="scheduler-schedule-target-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:scheduler/schedule:Schedule",),
    summary="A schedule's target and dead-letter queue are in its own Region.",
    cause="EventBridge Scheduler rejects the schedule.",
    remedy="make the schedule in the target's Region",
    url="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Texts that are no ARN, and ARNs without a Region, may be anywhere."""
    nodes = [resource["target.arn"], resource["target.deadLetterConfig.arn"]]
    yield from regions.elsewhere(resource, nodes, "schedule")
