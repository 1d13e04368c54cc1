"""iam:PassRole names the roles and the service that may get them.

Conditions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PassedToService
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-policy-pass-role",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=iam.IDENTITY_TYPES,
    summary="iam:PassRole is limited to named roles and to the service that gets them.",
    cause="Who may pass any role to any service can run code as the strongest role of the account.",
    remedy="set Resource to the roles' ARNs and add a StringEquals condition on iam:PassedToService",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag PassRole, also by wildcard, on all roles or without the condition. ``*`` alone is another rule's finding."""
    granting = False
    for statement in iam.allowed(resource):
        named = any(not iam.is_everything(action) for action in statement.texts("Action"))
        if not named or not statement.grants("iam:PassRole"):
            continue
        granting = True
        if statement.any_role():
            yield violation(statement.where("Resource"), "lets iam:PassRole pass any role")
        service = statement.passed_to()
        if service is None:
            yield violation(statement.where("Action"), "allows iam:PassRole without iam:PassedToService")
        elif any(iam.is_everything(text) for text in service.texts()):
            yield violation(service, "accepts every service for iam:PassRole")
    if not granting:
        yield not_applicable("no statement allows iam:PassRole")
