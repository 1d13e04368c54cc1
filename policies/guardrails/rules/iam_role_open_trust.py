"""A role's trust policy names who may assume it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

EVERYONE: Final = re.compile(r"\*$|arn:aws[a-z-]*:(?:iam|sts)::\*")

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
    """Flag Allow for ``*`` of any kind without a pinning condition, and Allow for everyone but some."""
    for statement in iam.statements(resource["assumeRolePolicy"]):
        if not statement.allows:
            continue
        if statement.has("NotPrincipal"):
            yield violation(statement.where("NotPrincipal"), "is combined with Allow, which lets everyone else in")
        elif any(EVERYONE.match(value) for _, value in statement.principals()) and not statement.pinned():
            yield violation(statement.where("Principal"), "is everyone without a condition that pins the caller")
