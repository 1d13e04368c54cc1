"""A detector is on. It is unless it is told not to be."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="guardduty-detector-enabled",
    family=Family.LOGGING,
    severity=Severity.HIGH,
    resources=("aws:guardduty/detector:Detector",),
    summary="GuardDuty is switched on.",
    cause="Attacks in the account are noticed by nobody.",
    remedy="set enable to true, or leave it out",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/guardduty-controls.html",
    frameworks=("AWS FSBP GuardDuty.1",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only an explicit false stops it."""
    yield from not_off(resource["enable"])
