"""Names and choices of a table are ones that DynamoDB takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import dynamodb, dynamodb_limits, service_model
from guardrails.rule import Family, Finding, Resource, Rule, Severity

BLOCKS: Final = {
    "attributes": dynamodb_limits.ATTRIBUTE,
    dynamodb.LOCAL: dynamodb_limits.INDEX,
    dynamodb.GLOBAL: dynamodb_limits.INDEX,
    "replicas": dynamodb_limits.REPLICA,
}

RULE = Rule(
    id="dynamodb-table-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE,),
    summary="A table's names and choices are within DynamoDB's limits.",
    cause="DynamoDB rejects the table.",
    remedy="set a value that DynamoDB takes",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A table of limits for each block."""
    yield from service_model.refused(resource.props, dynamodb_limits.TABLE)
    for name, limits in BLOCKS.items():
        for entry in resource[name].each():
            yield from service_model.refused(entry, limits)
