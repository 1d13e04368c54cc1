"""Allow is never combined with NotAction or NotResource, which allow everything that nobody thought of."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-policy-not-action",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=iam.IDENTITY_TYPES,
    summary="No IAM statement combines Allow with NotAction or NotResource.",
    cause="The statement grants every action or resource that it does not list, including ones that AWS adds later.",
    remedy="list what is allowed in Action and Resource, or turn the statement into a Deny",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag the two elements in Allow statements; their presence is enough, so unknown values do not matter."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for statement in iam.allowed(resource):
        for key in ("NotAction", "NotResource"):
            if statement.has(key):
                yield violation(statement.where(key), "is combined with Allow")
