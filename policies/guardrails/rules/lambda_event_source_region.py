"""A function reads queues and streams of its own Region."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="lambda-event-source-region",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=("aws:lambda/eventSourceMapping:EventSourceMapping",),
    summary="A function's event source is in its own Region.",
    cause="Lambda rejects the mapping.",
    remedy="make the function where the queue or stream is, or forward to one in its Region",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Texts that are no ARN, and ARNs without a Region, may be anywhere."""
    nodes = [resource["eventSourceArn"], resource["functionName"]]
    yield from regions.elsewhere(resource, nodes, "mapping")
