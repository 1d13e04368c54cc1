"""An identity pool gives AWS credentials to nobody who has not signed in."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cognito-identity-pool-guests",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:cognito/identityPool:IdentityPool",),
    summary="An identity pool gives AWS credentials to nobody who has not signed in.",
    cause="Anybody gets credentials of your account, with the role of guests.",
    remedy="set allowUnauthenticatedIdentities to false",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html",
    frameworks=("AWS FSBP Cognito.2",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It does not unless it is told to."""
    yield from not_on(resource["allowUnauthenticatedIdentities"])
