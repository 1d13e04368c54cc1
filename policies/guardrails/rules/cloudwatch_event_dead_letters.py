"""What could not be delivered goes to a standard queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import events
from guardrails.aws.arns import service_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

WHERE: Final = {events.TARGET: "deadLetterConfig.arn", events.SCHEDULE: "target.deadLetterConfig.arn"}

RULE = Rule(
    id="cloudwatch-event-dead-letters",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(events.TARGET, events.SCHEDULE),
    summary="The dead-letter queue of an EventBridge target or of a schedule is a standard SQS queue.",
    cause="EventBridge rejects it.",
    remedy="name a standard queue of SQS, also when the target is a FIFO queue",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A FIFO queue is told by its name."""
    node = resource[WHERE[resource.type]]
    arn = node.text() or ""
    if node.missing:
        yield not_applicable("it has no dead-letter queue")
    elif service_of(arn) not in {"", "sqs"}:
        yield violation(node, f"is {node.show()}, which is no queue")
    elif arn.endswith(".fifo"):
        yield violation(node, f"is {node.show()}, which is a FIFO queue")
