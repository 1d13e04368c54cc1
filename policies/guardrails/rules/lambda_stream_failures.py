"""A record that a function cannot process does not stop its shard for good, and is not lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.demands import given
from guardrails.props import Props
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

STREAMS: Final = (["kinesis"], ["dynamodb"])
LIMITS: Final = ("maximumRetryAttempts", "maximumRecordAgeInSeconds")


RULE = Rule(
    id="lambda-stream-failures",
    family=Family.LAMBDA,
    severity=Severity.MEDIUM,
    resources=("aws:lambda/eventSourceMapping:EventSourceMapping",),
    summary="A stream mapping limits retries and keeps what failed.",
    cause="One bad record is tried again until it expires; all records behind it wait, and then it is lost.",
    remedy="set destinationConfig.onFailure.destinationArn, and maximumRetryAttempts or maximumRecordAgeInSeconds",
    url="https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A queue has a redrive policy of its own."""
    source = resource["eventSourceArn"].text()
    if source is None or source.split(":")[2:3] not in STREAMS:
        yield not_applicable("the event source is no Kinesis or DynamoDB stream")
        return
    yield from given(resource["destinationConfig.onFailure.destinationArn"])
    if all(_endless(resource[name]) for name in LIMITS):
        yield violation(LIMITS[0], f"is endless, as is {LIMITS[1]}")


def _endless(limit: Props) -> bool:
    return limit.missing or limit.number() == -1
