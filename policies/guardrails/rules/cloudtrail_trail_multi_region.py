"""A trail covers all Regions and the events of IAM, STS and CloudFront."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import not_off, on, turned_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cloudtrail-trail-multi-region",
    family=Family.LOGGING,
    severity=Severity.HIGH,
    resources=("aws:cloudtrail/trail:Trail",),
    summary="A trail records every Region and the global services.",
    cause="What an intruder does in a Region that nobody uses, or in IAM, is written down nowhere.",
    remedy="set isMultiRegionTrail to true, and leave includeGlobalServiceEvents on",
    url="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html",
    frameworks=("AWS FSBP CloudTrail.1", "CIS AWS Foundations 3.1"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A trail covers its own Region unless it is told otherwise."""
    yield from on(resource["isMultiRegionTrail"])
    yield from not_off(resource["includeGlobalServiceEvents"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """The first copy of management events is free."""
    events = {"includeGlobalServiceEvents": True} if resource["includeGlobalServiceEvents"].flag() is False else {}
    return {**turned_on(resource, "isMultiRegionTrail"), **events}
