"""A rule of EventBridge sends to targets of its own Region, or to another Region's event bus."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cloudwatch-event-target-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:cloudwatch/eventTarget:EventTarget",),
    summary="A target of an EventBridge rule is in the rule's Region, or an event bus.",
    cause="EventBridge rejects the target, or the events of the rule get lost.",
    remedy="send to an event bus of the other Region, and let a rule there call the target",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Texts that are no ARN, and ARNs without a Region, may be anywhere."""
    nodes = [resource["arn"]]
    yield from regions.elsewhere(resource, nodes, "rule", except_for=":event-bus/")
