"""A table that a replica of its own resource follows streams both images."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import dynamodb
from guardrails.rule import Family, Finding, Severity, Stack, StackRule, not_applicable, violation

RULE = StackRule(
    id="dynamodb-table-replica-stream",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE, dynamodb.REPLICA),
    summary="A table with an aws.dynamodb.TableReplica has a stream of new and old images.",
    cause="The replica is rejected, or every later update of the table tries to turn off the stream, and fails.",
    remedy="set streamEnabled of the table to true and streamViewType to NEW_AND_OLD_IMAGES",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """The resource has no consistency mode: what it makes is eventually consistent."""
    found = False
    for replica in stack.of(dynamodb.REPLICA):
        for table in stack.of(dynamodb.TABLE):
            if table.urn in replica.links.get("globalTableArn", ()):
                found = True
                for node, problem in dynamodb.stream_lacking(table):
                    yield violation(node, problem, table)
    if not found:
        yield not_applicable("no table of the stack is followed by a replica")
