"""An event bus takes events from named accounts only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="event-permission-public",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:cloudwatch/eventPermission:EventPermission",),
    summary="An event bus takes events from named accounts only.",
    cause="Anybody with an AWS account sends events that start your rules.",
    remedy="name the account in principal, or add a condition on aws:PrincipalOrgID",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/eventbridge-controls.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The condition is the only way to mean an organisation."""
    principal = resource["principal"]
    if principal.text() == "*" and resource["condition"].missing:
        yield violation(principal, 'is "*" without a condition')
