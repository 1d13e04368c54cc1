"""A password of a user pool has at least eight characters, of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.demands import not_off, within
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

SHORTEST: Final = 8
LONGEST: Final = 99
KINDS: Final = ("requireLowercase", "requireNumbers", "requireSymbols", "requireUppercase")

RULE = Rule(
    id="cognito-user-pool-password",
    family=Family.IAM,
    severity=Severity.MEDIUM,
    resources=("aws:cognito/userPool:UserPool",),
    summary="A password of a user pool has at least eight characters, of every kind.",
    cause="Short passwords of one kind are guessed.",
    remedy="set passwordPolicy.minimumLength to 8 or more, and leave no kind of character out",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html",
    frameworks=("AWS FSBP Cognito.3",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Without a policy Cognito demands just this."""
    policy = resource["passwordPolicy"]
    yield from within(policy["minimumLength"], SHORTEST, LONGEST)
    for kind in KINDS:
        yield from not_off(policy[kind])
