"""A trail writes digests by which its log files are verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.demands import on, turned_on
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cloudtrail-trail-validation",
    family=Family.LOGGING,
    severity=Severity.MEDIUM,
    resources=("aws:cloudtrail/trail:Trail",),
    summary="A trail's log files can be verified.",
    cause="Nobody can tell whether log files were changed or deleted.",
    remedy="set enableLogFileValidation to true",
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
    frameworks=("AWS FSBP CloudTrail.4", "CIS AWS Foundations 3.2"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """It writes none unless it is told to."""
    yield from on(resource["enableLogFileValidation"])


@RULE.remediate
def remediate(resource: Resource) -> Mapping[str, object]:
    """Digests cost nothing but their place in the bucket."""
    return turned_on(resource, "enableLogFileValidation")
