"""Throughput is bought for a model that is still there."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import bedrock
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="bedrock-throughput-model",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(bedrock.THROUGHPUT,),
    summary="Provisioned throughput is for a model before its end of life.",
    cause="Bedrock rejects the purchase, as it does for each legacy model.",
    remedy="name a model that is active",
    url="https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The day is only told: nothing is sold for a model in the months before it either."""
    ended = bedrock.end_of(resource["modelArn"].text() or "")
    if ended is not None:
        yield violation("modelArn", f"is {ended[0]}, which ended on {ended[1]}")
