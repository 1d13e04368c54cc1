"""A trust policy names the way in which the role is assumed."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam_trust
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="iam-role-trust-action",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    resources=(iam_trust.ROLE,),
    summary="A trust policy has no wildcard in its actions.",
    cause="A wildcard also lets callers set session tags and a source identity, on which other policies rely.",
    remedy="name sts:AssumeRole, sts:AssumeRoleWithWebIdentity or sts:AssumeRoleWithSAML, and sts:TagSession if needed",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag patterns in Action, and NotAction with Allow."""
    for statement in iam_trust.allowed(resource):
        if statement.has("NotAction"):
            yield violation(statement.where("NotAction"), "is combined with Allow")
        for action in statement.texts("Action"):
            if iam_trust.is_pattern(action):
                yield violation(statement.where("Action"), f'"{action}" has a wildcard')
