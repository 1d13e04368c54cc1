"""The account's password policy demands letters of both cases, digits and symbols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

KINDS: Final = ("requireLowercaseCharacters", "requireUppercaseCharacters", "requireNumbers", "requireSymbols")

RULE = Rule(
    id="iam-password-characters",
    family=Family.IAM,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    resources=("aws:iam/accountPasswordPolicy:AccountPasswordPolicy",),
    summary="The account's password policy demands characters of all four kinds.",
    cause="Passwords of one kind of character are guessed sooner.",
    remedy="set it to true",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-7",
    frameworks=("AWS FSBP IAM.7",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag each kind that is not demanded; a missing one is not."""
    for kind in KINDS:
        node = resource[kind]
        if not node.flag() and not node.unknown:
            yield violation(node, "is not true")
