"""A queue that a function reads puts aside what the function fails on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.companions import completes
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, not_applicable, violation

QUEUE: Final = "aws:sqs/queue:Queue"
REDRIVE: Final = "aws:sqs/redrivePolicy:RedrivePolicy"
MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"

RULE = StackRule(
    id="lambda-queue-redrive",
    family=Family.LAMBDA,
    severity=Severity.MEDIUM,
    resources=(QUEUE, REDRIVE, MAPPING),
    summary="A queue that a function reads puts aside what the function fails on.",
    cause="A message that fails is tried again until it expires, and then it is lost.",
    remedy="set redrivePolicy on the queue, with maxReceiveCount of 5 or more",
    url="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """The policy may be a resource of its own."""
    queues = [
        queue
        for mapping in stack.of(MAPPING)
        for queue in stack.of(QUEUE)
        if completes(mapping, "eventSourceArn", queue, "arn")
    ]
    if not queues:
        yield not_applicable("no function reads a queue of this stack")
    for queue in queues:
        apart = any(completes(policy, "queueUrl", queue, "url") for policy in stack.of(REDRIVE))
        if queue["redrivePolicy"].missing and not apart:
            yield violation("redrivePolicy", "is not set, and a function reads the queue", queue)
