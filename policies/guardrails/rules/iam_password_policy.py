"""The account's password policy demands at least 14 characters and no reuse of the last 24 passwords."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Setting, Severity, violation

RULE = Rule(
    id="iam-password-policy",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    resources=("aws:iam/accountPasswordPolicy:AccountPasswordPolicy",),
    summary="The account's password policy demands long passwords that are not used again.",
    cause="Short passwords are guessed, and a stolen one works again after it was changed back.",
    remedy="set minimumPasswordLength to 14 or more and passwordReusePrevention to 24",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-15",
    frameworks=("AWS FSBP IAM.15", "AWS FSBP IAM.16", "CIS AWS Foundations 1.8", "CIS AWS Foundations 1.9"),
    settings=(
        Setting("minLength", {"type": "integer", "minimum": 6, "maximum": 128}, 14),
        Setting("minReuse", {"type": "integer", "minimum": 1, "maximum": 24}, 24),
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag smaller values, and missing ones: AWS then demands 6 characters and lets passwords be used again."""
    yield from _at_least(resource["minimumPasswordLength"], resource.number("minLength"))
    yield from _at_least(resource["passwordReusePrevention"], resource.number("minReuse"))


def _at_least(node: Props, least: float) -> Iterator[Finding]:
    value = node.number()
    if node.missing:
        yield violation(node, f"is not set; at least {least:g} is demanded")
    elif value is not None and value < least:
        yield violation(node, f"is {value:g}; at least {least:g} is demanded")
