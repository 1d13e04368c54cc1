"""What a warehouse loads and unloads goes through its VPC."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="redshift-cluster-routing",
    family=Family.PUBLIC,
    severity=Severity.LOW,
    resources=("aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"),
    summary="What a warehouse loads and unloads goes through its VPC.",
    cause="COPY and UNLOAD go over the internet, past flow logs and endpoint policies.",
    remedy="set enhancedVpcRouting to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html#redshift-7",
    frameworks=("AWS FSBP Redshift.7",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from on(resource["enhancedVpcRouting"])
