"""A trail records. It does unless it is told not to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_off
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cloudtrail-trail-logging",
    family=Family.LOGGING,
    severity=Severity.HIGH,
    resources=("aws:cloudtrail/trail:Trail",),
    summary="A trail is switched on.",
    cause="No call that is made in the account is written down.",
    remedy="set enableLogging to true, or leave it out",
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-turning-off-logging.html",
    frameworks=("AWS FSBP CloudTrail.3",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only an explicit false stops it."""
    yield from not_off(resource["enableLogging"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """An audit trail that is off has no use."""
    return {"enableLogging": True} if resource["enableLogging"].flag() is False else {}
