"""A key's policy does not let everyone use the key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="kms-key-policy-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=(
        "aws:kms/key:Key",
        "aws:kms/keyPolicy:KeyPolicy",
        "aws:kms/externalKey:ExternalKey",
        "aws:kms/replicaKey:ReplicaKey",
        "aws:kms/replicaExternalKey:ReplicaExternalKey",
    ),
    summary="No key policy allows everyone.",
    cause="Any AWS account can decrypt with the key, or take it over.",
    remedy="name accounts, roles or services in Principal, or add a condition on kms:CallerAccount",
    url="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    frameworks=("AWS FSBP KMS.5",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag Allow for everyone without a pinning condition."""
    document = resource["policy"]
    if document.missing:
        yield not_applicable("the key has AWS's default policy, which trusts the own account only")
    yield from iam.public_findings(document)
