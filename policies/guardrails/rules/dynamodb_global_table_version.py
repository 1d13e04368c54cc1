"""A global table is of the current version, which replicates a table that has data and costs fewer writes."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.dynamodb import TABLE
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="dynamodb-global-table-version",
    family=Family.PREFLIGHT,
    severity=Severity.LOW,
    resources=("aws:dynamodb/globalTable:GlobalTable", TABLE),
    summary="A global table is made by the replicas of an aws.dynamodb.Table.",
    cause="The legacy version 2017.11.29 writes each item more often, and takes empty tables only.",
    remedy="set replicas of aws.dynamodb.Table, which makes version 2019.11.21",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_versions.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The resource of its own makes the legacy version, whatever it says; the table's replicas make the current one."""
    if resource.type != TABLE:
        yield violation(resource["replicas"], "make a global table of the legacy version 2017.11.29")
    elif resource["replicas"].missing:
        yield not_applicable("the table has no replica")
