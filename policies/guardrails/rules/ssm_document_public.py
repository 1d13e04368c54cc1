"""A document of Systems Manager is shared with named accounts only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="ssm-document-public",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:ssm/document:Document",),
    summary="No document of Systems Manager is public.",
    cause="Anybody reads your automation, and what it says of your systems.",
    remedy="name accounts in permissions.accountIds instead of all",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/ssm-controls.html#ssm-4",
    frameworks=("AWS FSBP SSM.4",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The map is passed on as it is written, in either spelling."""
    for name in ("accountIds", "account_ids"):
        value = resource["permissions"][name]
        if (value.text() or "").lower() == "all":
            yield violation(value, "is all")
