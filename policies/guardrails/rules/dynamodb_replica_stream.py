"""A table whose replicas follow later streams both images; one of strong consistency does without a stream."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import dynamodb
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="dynamodb-replica-stream",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE,),
    summary="A table with eventually consistent replicas has a stream of new and old images.",
    cause="The replicas are rejected, or every later update tries to turn off the stream that AWS made, and fails.",
    remedy="set streamEnabled to true and streamViewType to NEW_AND_OLD_IMAGES",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A mode that is not known yet may be the strong one. All replicas of a table have the same."""
    replicas = list(resource["replicas"].each())
    waits = [each for each in replicas if not dynamodb.strong(each)]
    if not waits:
        yield not_applicable("the table has no eventually consistent replica")
    elif not waits[0]["consistencyMode"].unknown:
        for node, problem in dynamodb.stream_lacking(resource):
            yield violation(node, problem)
