"""A table outside production provisions no more than 25 units, which the free tier covers."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.environments import outside_production
from guardrails.rule import Family, Finding, Level, Resource, Rule, Setting, Severity, not_applicable, violation

RULE = Rule(
    id="dynamodb-capacity-outside-production",
    family=Family.COST,
    severity=Severity.LOW,
    resources=("aws:dynamodb/table:Table",),
    summary="A table outside production is billed by request, or has little capacity.",
    cause="Capacity that is provisioned is paid for every hour, used or not.",
    remedy="set billingMode to PAY_PER_REQUEST",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html",
    level=Level.ADVISORY,
    settings=(
        Setting("maxUnits", {"type": "integer", "minimum": 1, "description": "Highest read or write capacity"}, 25),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a billing mode capacity is provisioned."""
    if not outside_production(resource):
        yield not_applicable("the stack is not known to be outside production")
        return
    mode = resource["billingMode"]
    if mode.text() == "PAY_PER_REQUEST" or mode.unknown:
        return
    for name in ("readCapacity", "writeCapacity"):
        units = resource[name]
        if (number := units.number()) is not None and number > resource.number("maxUnits"):
            yield violation(units, f"is {units.show()}, above {resource.number('maxUnits'):g}")
