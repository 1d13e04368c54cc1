"""Every Redshift cluster of the stack writes its audit log."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws.companions import lacking
from guardrails.rule import Family, Finding, Level, Severity, Stack, StackRule, violation

RULE = StackRule(
    id="redshift-cluster-audit-logs",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:redshift/cluster:Cluster", "aws:redshift/logging:Logging"),
    summary="Every Redshift cluster has audit logging.",
    cause="Who logged in, and what they asked for, is written down nowhere.",
    remedy="add a Logging with the cluster's identifier",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/redshift-controls.html",
    frameworks=("AWS FSBP Redshift.4",),
    level=Level.ADVISORY,
)


@RULE.check
def check(stack: Stack) -> Iterator[Finding]:
    """What completes it is a resource of its own."""
    for owner in lacking(
        stack,
        ("aws:redshift/cluster:Cluster",),
        {"aws:redshift/logging:Logging": "clusterIdentifier"},
        "clusterIdentifier",
    ):
        yield violation("clusterIdentifier", "is named by no Logging of this stack", owner)
