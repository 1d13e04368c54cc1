"""What a function takes from a queue or stream at once is within the limits."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import lambda_limits
from guardrails.aws.service_model import refused
from guardrails.demands import within
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="lambda-event-source-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/eventSourceMapping:EventSourceMapping",),
    summary="A mapping batches, waits and retries within the limits.",
    cause="Lambda rejects the mapping.",
    remedy="set the value within its limit; a batch of more than 10 from a queue needs a window of 1 s or more",
    url="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A FIFO queue never gives more than 10. The service model has no gap between an age of -1 and 60 s."""
    batch, window = resource["batchSize"], resource["maximumBatchingWindowInSeconds"]
    source = resource["eventSourceArn"]
    yield from refused(resource.props, lambda_limits.MAPPING)
    yield from within(resource["maximumRecordAgeInSeconds"], 60, 604800, -1)
    yield from within(batch, 1, _most(source.text() or "", window))


def _most(source: str, window: Props) -> int:
    """The largest batch: 10 from a FIFO queue, and from a queue that is not waited for."""
    if ":sqs:" not in source:
        return 10000
    waits = window.unknown or bool(window.number())
    return 10 if source.endswith(".fifo") or not waits else 10000
