"""A table is replicated to other Regions than its own, and to each of them once."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import dynamodb, regions
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="dynamodb-replica-regions",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(dynamodb.TABLE, dynamodb.REPLICA),
    summary="Each replica of a table is in a Region that has none yet.",
    cause="DynamoDB rejects the replica, after the table was made.",
    remedy="name every other Region once; the table's own needs no replica",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The witness of a strongly consistent table takes a Region like a replica does."""
    if resource.type == dynamodb.REPLICA:
        arn = resource["globalTableArn"]
        if resource.region and regions.region_of(arn.text() or "") == resource.region:
            yield violation(arn, f"is in {resource.region}, where the replica would be too")
        return
    places = [place["regionName"] for place in (*resource["replicas"].each(), resource["globalTableWitness"])]
    taken: set[str | None] = {resource.region}
    for place in places:
        region = place.text()
        if region in taken - {None}:
            yield violation(place, f"is {region}, where {'the table' if region == resource.region else 'another'} is")
        taken.add(region)
    if resource["replicas"].missing:
        yield not_applicable("the table has no replica")
