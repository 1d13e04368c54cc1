"""A role's trust policy names who may assume it."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="iam-role-open-trust",
    family=Family.IAM,
    severity=Severity.CRITICAL,
    resources=("aws:iam/role:Role",),
    summary="A role's trust policy does not let everyone assume the role.",
    cause="Any AWS account, not only your own, can take the role's permissions.",
    remedy="name the service, role or account in Principal, or limit it by aws:PrincipalOrgID",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    frameworks=("CIS AWS Foundations 1.16",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag Allow for everyone without a pinning condition, and Allow for everyone but some."""
    yield from iam.public_findings(resource["assumeRolePolicy"])
