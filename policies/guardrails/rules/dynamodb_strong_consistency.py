"""A table of multi-Region strong consistency spans three Regions of one set, and does without TTL and local indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import dynamodb
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

SETS: Final = (
    frozenset({"us-east-1", "us-east-2", "us-west-2"}),
    frozenset({"eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"}),
    frozenset({"ap-northeast-1", "ap-northeast-2", "ap-northeast-3"}),
)
REGIONS: Final = 3

RULE = Rule(
    id="dynamodb-strong-consistency",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(dynamodb.TABLE,),
    summary="A strongly consistent global table spans three Regions of one set, and has no TTL and no local index.",
    cause="DynamoDB rejects the replicas, after the table was made.",
    remedy="take three Regions of one set (two replicas, or one and a witness), all STRONG, and no ttl or local index",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A witness makes sense in this mode only, so it asks for it as a replica does."""
    replicas, witness = list(resource["replicas"].each()), resource["globalTableWitness"]
    wanted = any(dynamodb.strong(replica) for replica in replicas)
    if not wanted and witness.missing:
        yield not_applicable("the table is not strongly consistent across Regions")
        return
    for replica in replicas:
        mode = replica["consistencyMode"]
        if not mode.unknown and not dynamodb.strong(replica):
            yield violation(mode, f"is {mode.show()}, but the table is strongly consistent")
    if not resource["replicas"].unknown:
        yield from _places(resource, replicas, witness)
    if resource["ttl.enabled"].flag():
        yield violation("ttl", "is enabled, but the table is strongly consistent")
    if any(True for _ in resource[dynamodb.LOCAL].each()):
        yield violation(dynamodb.LOCAL, "are set, but the table is strongly consistent")


def _places(resource: Resource, replicas: list[Props], witness: Props) -> Iterator[Finding]:
    count = 1 + len(replicas) + witness.present
    named = [place["regionName"].text() for place in (*replicas, witness)]
    known = {region for region in (resource.region, *named) if region}
    if count != REGIONS:
        yield violation("replicas", f"make {count} Regions, with the table's own and the witness's, not {REGIONS}")
    elif not any(known <= together for together in SETS):
        yield violation("replicas", f"make the Regions {', '.join(sorted(known))}, which are not of one set")
