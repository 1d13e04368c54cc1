"""No long-lived access key is made."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="iam-access-key",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    level=Level.ADVISORY,
    resources=("aws:iam/accessKey:AccessKey",),
    summary="No long-lived access key is made for an IAM user.",
    cause="A key works from anywhere until somebody turns it off, and its secret also lies in the stack's state.",
    remedy="use a role: IAM Identity Center for people, OIDC for pipelines, IAM Roles Anywhere for other machines",
    url="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag every key that is not inactive, as a key whose status is not set is active."""
    status = resource["status"]
    if status.text() != "Inactive" and not status.unknown:
        yield violation(resource["user"], "gets a long-lived access key")
