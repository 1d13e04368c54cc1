"""A table has capacity when it is provisioned, and none when it is billed by request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import dynamodb
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

UNITS: Final = ("readCapacity", "writeCapacity")

RULE = Rule(
    id="dynamodb-table-capacity",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE,),
    summary="A provisioned table and its indexes have both capacities; a table billed by request has none.",
    cause="The table is rejected.",
    remedy="set billingMode to PAY_PER_REQUEST without capacities, or give readCapacity and writeCapacity",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a billing mode the table is provisioned."""
    if dynamodb.restored(resource):
        yield not_applicable("a restored table may keep the capacity of its source")
    elif resource["billingMode"].unknown:
        resource["billingMode"].defer()
    elif resource["billingMode"].text() == "PAY_PER_REQUEST":
        yield from _unwanted(resource)
    else:
        yield from _wanted(resource)


def _unwanted(resource: Resource) -> Iterator[Finding]:
    for name in UNITS:
        if resource[name].number():
            yield violation(name, f"is {resource[name].show()}, but the table is billed by request")


def _wanted(resource: Resource) -> Iterator[Finding]:
    for owner in (resource.props, *resource[dynamodb.GLOBAL].each()):
        for name in UNITS:
            units = owner[name]
            if not units.unknown and not units.number():
                yield violation(units, f"is {units.show()}, but the table's capacity is provisioned")
