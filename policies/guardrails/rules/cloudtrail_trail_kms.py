"""The log files of a trail have a customer's key as a second lock."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="cloudtrail-trail-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:cloudtrail/trail:Trail",),
    summary="A trail's log files are encrypted with a KMS key of your own.",
    cause="Whoever may read the bucket reads every call that was made in the account.",
    remedy="set kmsKeyId to your key, whose policy must let cloudtrail.amazonaws.com use it",
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
    frameworks=("AWS FSBP CloudTrail.2", "CIS AWS Foundations 3.5"),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Presence is enough, so a key that is made in the same update passes."""
    yield from given(resource["kmsKeyId"])
