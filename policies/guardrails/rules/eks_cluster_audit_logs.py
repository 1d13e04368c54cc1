"""An EKS cluster sends the audit log of its control plane to CloudWatch."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="eks-cluster-audit-logs",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:eks/cluster:Cluster",),
    summary="A cluster writes its audit log.",
    cause="Who did what in the cluster is written down nowhere.",
    remedy="add audit to enabledClusterLogTypes",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html",
    frameworks=("AWS FSBP EKS.8",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Other logs do not replace it."""
    kinds = resource["enabledClusterLogTypes"]
    names = kinds.texts()
    if "audit" not in names and not kinds.unknown:
        yield violation(kinds, "has no audit")
