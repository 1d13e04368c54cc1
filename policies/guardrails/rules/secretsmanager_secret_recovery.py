"""Deleting a secret leaves time to notice. Short-lived stacks do without, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, violation

RULE = Rule(
    id="secretsmanager-secret-recovery",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:secretsmanager/secret:Secret",),
    summary="A deleted secret can be restored for some days.",
    cause="A secret that is deleted by mistake is lost at once.",
    remedy="set recoveryWindowInDays to 7 to 30, or leave it out",
    url="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """The default is 30 days; 0 deletes at once."""
    if resource["recoveryWindowInDays"].number() == 0:
        yield violation("recoveryWindowInDays", "is 0, so a deleted secret is gone at once")
