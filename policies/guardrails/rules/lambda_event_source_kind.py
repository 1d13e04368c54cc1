"""What a mapping says of its source is something that the source has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.arns import service_of
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

STREAMS: Final = ("kinesis", "dynamodb")
QUEUE: Final = "sqs"
OF_STREAMS: Final = (
    "startingPosition",
    "startingPositionTimestamp",
    "parallelizationFactor",
    "bisectBatchOnFunctionError",
    "maximumRetryAttempts",
    "maximumRecordAgeInSeconds",
    "tumblingWindowInSeconds",
    "destinationConfig",
)
OF_QUEUES: Final = ("scalingConfig",)

RULE = Rule(
    id="lambda-event-source-kind",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:lambda/eventSourceMapping:EventSourceMapping",),
    summary="A stream mapping says where it begins, and a queue mapping has nothing that only streams have.",
    cause="Lambda rejects the mapping.",
    remedy="set startingPosition for a stream, and leave to each kind of source what it alone has",
    url="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A queue's own redrive policy does what retries and destinations do for a stream."""
    kind = service_of(resource["eventSourceArn"].text())
    position = resource["startingPosition"]
    if kind == QUEUE:
        yield from _foreign(resource, OF_STREAMS, "queue")
    elif kind in STREAMS:
        yield from _foreign(resource, OF_QUEUES, "stream")
        if position.missing:
            yield violation(position, "is not set for a stream")
        elif position.text() == "AT_TIMESTAMP":
            yield from _at_time(position, resource["startingPositionTimestamp"], kind)
    else:
        yield not_applicable("the event source is no queue or stream")


def _foreign(resource: Resource, names: tuple[str, ...], kind: str) -> Iterator[Finding]:
    for name in names:
        if _says_something(resource[name]):
            yield violation(name, f"is set for a {kind}")


def _says_something(node: Props) -> bool:
    """False for a switch that is off, and for a block that is empty."""
    return any(True for _ in node.items()) if node.is_map else node.scalars() not in ([], ["false"])


def _at_time(position: Props, time: Props, kind: str) -> Iterator[Finding]:
    if kind == "dynamodb":
        yield violation(position, "is AT_TIMESTAMP, which DynamoDB streams do not have")
    elif time.missing:
        yield violation(time, "is not set for AT_TIMESTAMP")
