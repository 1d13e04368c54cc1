"""An EMR cluster keeps its logs in S3."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="emr-cluster-logs",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:emr/cluster:Cluster",),
    summary="An EMR cluster keeps its logs in S3.",
    cause="The logs go away with the cluster, and why a step failed with them.",
    remedy="set logUri to a folder of a bucket",
    url="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough."""
    yield from given(resource["logUri"])
