"""A user pool asks for a second factor, or lets its users choose one."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import one_of
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="cognito-user-pool-mfa",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    resources=("aws:cognito/userPool:UserPool",),
    summary="A user pool asks for a second factor, or lets its users choose one.",
    cause="A stolen password is enough to be somebody else.",
    remedy="set mfaConfiguration to ON or OPTIONAL, with softwareTokenMfaConfiguration",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from one_of(resource["mfaConfiguration"], "ON", "OPTIONAL")
