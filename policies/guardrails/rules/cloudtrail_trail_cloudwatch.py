"""Metric filters and alarms can watch a trail. Other tools can too, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity

RULE = Rule(
    id="cloudtrail-trail-cloudwatch",
    family=Family.LOGGING,
    severity=Severity.LOW,
    resources=("aws:cloudtrail/trail:Trail",),
    summary="A trail also delivers to CloudWatch Logs.",
    cause="No alarm can watch the trail; calls are found only by a search in the bucket.",
    remedy="set cloudWatchLogsGroupArn, with a cloudWatchLogsRoleArn",
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
    frameworks=("AWS FSBP CloudTrail.5",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a log group that is made in the same update passes."""
    yield from given(resource["cloudWatchLogsGroupArn"])
