"""A certificate is written to the transparency logs."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import if_set
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="acm-certificate-transparency",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:acm/certificate:Certificate",),
    summary="A certificate is written to the transparency logs.",
    cause="Browsers refuse the certificate, and a forged one is noticed by nobody.",
    remedy="leave options.certificateTransparencyLoggingPreference out, or set it to ENABLED",
    url="https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It is unless that is turned off."""
    yield from if_set(resource["options.certificateTransparencyLoggingPreference"], "ENABLED")
