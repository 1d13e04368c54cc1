"""A table's secondary indexes are ones that DynamoDB makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import dynamodb
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, not_applicable, violation

MOST_LOCAL: Final = 5

RULE = Rule(
    id="dynamodb-table-indexes",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE,),
    summary="Secondary indexes are within their number, have names of their own and project what they say.",
    cause="DynamoDB rejects the table.",
    remedy="correct the index; a local one needs a table with a rangeKey, and only INCLUDE takes nonKeyAttributes",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/SecondaryIndexes.html",
    settings=(
        Setting("maxGlobal", {"type": "integer", "minimum": 1, "description": "The account's quota per table"}, 20),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The number of global indexes is a quota that AWS raises on request; that of local ones is fixed."""
    local, everywhere = list(resource[dynamodb.LOCAL].each()), list(resource[dynamodb.GLOBAL].each())
    if resource[dynamodb.LOCAL].missing and resource[dynamodb.GLOBAL].missing:
        yield not_applicable("the table has no secondary index")
    if local and resource["rangeKey"].missing and not dynamodb.restored(resource):
        yield violation(dynamodb.LOCAL, "need a table with a rangeKey")
    most_global = int(resource.number("maxGlobal"))
    for where, indexes, most in ((dynamodb.LOCAL, local, MOST_LOCAL), (dynamodb.GLOBAL, everywhere, most_global)):
        if len(indexes) > most:
            yield violation(where, f"are {len(indexes)}, more than {most}")
    names: set[str] = set()
    for index in (*local, *everywhere):
        name = index["name"].text() or ""
        if name in names:
            yield violation(index["name"], f"is {name}, as another index is called")
        names |= {name} - {""}
        yield from _projection(index)


def _projection(index: Props) -> Iterator[Finding]:
    kind, extra = index["projectionType"].text(), index["nonKeyAttributes"]
    if kind is None or extra.unknown:
        extra.defer()
    elif (kind == "INCLUDE") is not any(True for _ in extra.each()):
        yield violation(extra, f"{'are set' if kind != 'INCLUDE' else 'are not set'}, and projectionType is {kind}")
