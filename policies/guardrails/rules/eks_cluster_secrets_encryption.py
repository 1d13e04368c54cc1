"""Kubernetes secrets have a customer's key. AWS's key encrypts them since 1.28, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="eks-cluster-secrets-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:eks/cluster:Cluster",),
    summary="A cluster encrypts Kubernetes secrets with a KMS key of your own.",
    cause="Under AWS's key, access to the secrets can be neither withdrawn nor audited.",
    remedy="set encryptionConfig with resources secrets and your key as provider",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html",
    frameworks=("AWS FSBP EKS.3",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence of the key is enough."""
    yield from given(resource["encryptionConfig.provider.keyArn"])
