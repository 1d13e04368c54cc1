"""A table's attributes are the keys of the table and its indexes, no more and no less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guardrails.aws import dynamodb
from guardrails.demands import given
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="dynamodb-table-attributes",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE,),
    summary="A table declares exactly the attributes that are keys of the table or of an index.",
    cause="DynamoDB rejects the table.",
    remedy="declare in attributes every key and nothing else; other attributes need no declaration",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """One unknown name may be the one that is asked for, so neither side is judged by half of the other."""
    if dynamodb.restored(resource):
        yield not_applicable("a restored table has the keys of its source")
        return
    yield from given(resource["hashKey"])
    names = [each["name"] for each in dynamodb.entries(resource["attributes"])]
    keys = dynamodb.keys(resource)
    yield from _lacking(keys, names, "is not declared in attributes")
    yield from _lacking(names, keys, "is the key of neither the table nor an index")


def _lacking(wanted: Iterable[Props], among: Iterable[Props], problem: str) -> Iterator[Finding]:
    known = [node.text() for node in among]
    for node in wanted:
        if node.text() not in {None, *known} and None not in known:
            yield violation(node, f"is {node.show()}, which {problem}")
