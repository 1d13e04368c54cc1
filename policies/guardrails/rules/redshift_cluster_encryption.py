"""A Redshift cluster is encrypted at rest, by AWS's key or a customer's."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="redshift-cluster-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=("aws:redshift/cluster:Cluster",),
    summary="A Redshift cluster is encrypted at rest.",
    cause="The warehouse and its snapshots lie in clear.",
    remedy="set encrypted to true, or leave it out",
    url="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-db-encryption.html",
    frameworks=("AWS FSBP Redshift.10", "NIST 800-53 SC-28"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It is unless it is told not to."""
    yield from not_off(resource["encrypted"])
