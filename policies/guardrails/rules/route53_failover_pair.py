"""A failover has somewhere to go to: a primary and a secondary record of one name and type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import route53
from guardrails.rule import (
    Family,
    Finding,
    Level,
    Resource,
    Severity,
    Stack,
    StackRule,
    not_applicable,
    violation,
)

RULE = StackRule(
    id="route53-failover-pair",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(route53.RECORD,),
    summary="Each failover record has its counterpart of the same name and type.",
    cause="When the primary fails there is nothing to answer with; a secondary alone is answered with always.",
    remedy="add the other record, or check that another stack has it",
    url="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html",
    level=Level.ADVISORY,
)

OTHER: Final = {"PRIMARY": "SECONDARY", "SECONDARY": "PRIMARY"}


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """A name that is not known yet may be the counterpart's, so nothing is missed until all are known."""
    found = [record for record in stack.of(route53.RECORD) if record["failoverRoutingPolicies"].present]
    if not found:
        yield not_applicable("the stack has no failover record")
    sets = {record.urn: (_set(record), route53.failover(record)) for record in found}
    if any(None in (*place, kind) for place, kind in sets.values()):
        return
    for record in found:
        place, kind = sets[record.urn]
        wanted = OTHER.get(str(kind))
        if wanted and (place, wanted) not in sets.values():
            yield violation("failoverRoutingPolicies", f"has no {wanted} in the stack", record)


def _set(record: Resource) -> tuple[str | None, ...]:
    """Zone, name and type, as far as they tell one set from another. A zone of the same stack is known by its URN."""
    zone = " ".join(record.links.get("zoneId", ())) or record["zoneId"].text()
    name = record["name"].text()
    return zone, name and name.lower().rstrip("."), record["type"].text()
