"""A table and its replicas are all encrypted with keys of the customer, each of its own Region, or none of them is."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import dynamodb, regions
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="dynamodb-replica-keys",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(dynamodb.TABLE, dynamodb.REPLICA),
    summary="A table with a KMS key of yours names one for each replica, of the replica's Region.",
    cause="DynamoDB rejects the replica, after the table was made.",
    remedy="set kmsKeyArn of the table and of every replica, each to a key of its Region, or of none of them",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2gt_IAM.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A key that is named but not known yet may be the account's own, which asks nothing of the replicas."""
    if resource.type == dynamodb.REPLICA:
        yield from _elsewhere(resource["kmsKeyArn"], resource.region)
        return
    encryption = resource["serverSideEncryption"]
    own, enabled = encryption["kmsKeyArn"], encryption["enabled"]
    plain = not enabled.flag() and not enabled.unknown
    yield from _elsewhere(own, resource.region)
    for replica in resource["replicas"].each():
        key = replica["kmsKeyArn"]
        yield from _elsewhere(key, replica["regionName"].text())
        if dynamodb.own_key(own) and key.missing:
            yield violation(key, "is not set, but the table has a key of its own")
        elif plain and dynamodb.own_key(key):
            yield violation(key, "is set, but the table is not encrypted with KMS")
    if resource["replicas"].missing:
        yield not_applicable("the table has no replica")


def _elsewhere(key: Props, region: str | None) -> Iterator[Finding]:
    where = regions.region_of(key.text() or "")
    if where and region and where != region:
        yield violation(key, f"is in {where}, but the table there is in {region}")
