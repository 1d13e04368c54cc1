"""A permissions boundary leaves something out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

BOUNDARIES: Final = {
    "aws:iam/role:Role": "permissionsBoundary",
    "aws:iam/user:User": "permissionsBoundary",
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": "permissionsBoundary.managedPolicyArn",
}

RULE = Rule(
    id="iam-permissions-boundary",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=tuple(BOUNDARIES),
    summary="A permissions boundary is not AdministratorAccess or IAMFullAccess.",
    cause="A boundary that allows everything looks like a limit and is none.",
    remedy="set a policy of your own that leaves out iam, organizations and what else the identity must never do",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag the policies of AWS with which an identity can still give itself everything."""
    boundary = resource[BOUNDARIES[resource.type]]
    if boundary.missing:
        yield not_applicable("it has no permissions boundary")
    arn = boundary.text() or ""
    if arn.endswith((":iam::aws:policy/AdministratorAccess", ":iam::aws:policy/IAMFullAccess")):
        yield violation(boundary, f"is {arn.rpartition('/')[2]}, which limits nothing")
