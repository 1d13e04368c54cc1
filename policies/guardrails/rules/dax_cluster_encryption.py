"""The cache in front of a DynamoDB table is encrypted as the table is."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on, one_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="dax-cluster-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:dax/cluster:Cluster",),
    summary="A DAX cluster is encrypted at rest and in transit.",
    cause="Items that the table keeps encrypted lie and travel in clear in front of it.",
    remedy="make the cluster with serverSideEncryption.enabled true and clusterEndpointEncryptionType TLS",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html",
    frameworks=("AWS FSBP DynamoDB.3", "AWS FSBP DynamoDB.7"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """DAX does neither unless it is told to."""
    yield from on(resource["serverSideEncryption.enabled"])
    yield from one_of(resource["clusterEndpointEncryptionType"], "TLS")
